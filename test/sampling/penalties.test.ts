import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  countTokens,
  recentTokens,
  repeatedNgramEnds,
  repeatedSuffixLengths,
} from '../../src/sampling/penalties.ts'

const history = fc.array(fc.nat(2), { maxLength: 25 })

/** Tries every earlier place, comparing token by token. */
function naiveSuffixLengths(tokens: readonly number[]): Map<number, number> {
  const lengths = new Map<number, number>()
  for (let next = 1; next < tokens.length; next++) {
    let length = 0
    while (length < next && tokens[next - 1 - length] === tokens[tokens.length - 1 - length]) length++
    const token = tokens[next]!
    if (length > (lengths.get(token) ?? 0)) lengths.set(token, length)
  }
  return lengths
}

function naiveNgramEnds(tokens: readonly number[], n: number): number[] {
  const suffix = tokens.slice(tokens.length - n + 1).join()
  const ends = tokens.flatMap((token, end) =>
    end >= n - 1 && tokens.slice(end - n + 1, end).join() === suffix ? [token] : [],
  )
  return [...new Set(ends)].sort()
}

describe('repeated suffixes', () => {
  it('are what a token-by-token search finds', () => {
    fc.assert(
      fc.property(history, (tokens) => {
        expect([...repeatedSuffixLengths(tokens)].sort()).toEqual([...naiveSuffixLengths(tokens)].sort())
      }),
    )
  })

  it.each([
    [[], []],
    [[5], []],
    [[5, 5, 5, 5, 5], [[5, 4]]],
    [[1, 2, 3, 1, 2], [[3, 2]]],
    [
      [1, 2, 9, 1, 2, 8, 1, 2],
      [
        [8, 2],
        [9, 2],
      ],
    ],
  ])('of %j', (tokens, lengths) => {
    expect([...repeatedSuffixLengths(tokens)].sort()).toEqual(lengths)
  })

  it('are found in a long history at once', () => {
    const tokens = new Array<number>(20_000).fill(3)
    expect(repeatedSuffixLengths(tokens)).toEqual(new Map([[3, 19_999]]))
  })
})

describe('ends of repeated n-grams', () => {
  it('are what comparing every n-gram finds', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 6 }), (tokens, n) => {
        fc.pre(tokens.length >= n - 1)
        expect([...repeatedNgramEnds(tokens, n)].sort()).toEqual(naiveNgramEnds(tokens, n))
      }),
    )
  })

  it('are none while the history is shorter than n', () => {
    expect(repeatedNgramEnds([1, 1], 3)).toEqual(new Set())
    expect(repeatedNgramEnds([], 1)).toEqual(new Set())
  })
})

describe('the window', () => {
  it('is the whole history at 0, else the last tokens', () => {
    expect([0, 1, 2, 9].map((window) => recentTokens([1, 2, 3], window))).toEqual([
      [1, 2, 3],
      [3],
      [2, 3],
      [1, 2, 3],
    ])
  })

  it('counts', () => {
    expect(countTokens([4, 2, 4])).toEqual(
      new Map([
        [4, 2],
        [2, 1],
      ]),
    )
  })
})
