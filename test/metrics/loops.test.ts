import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loopWatch } from '../../src/metrics/loop-watch.ts'
import { degenRepetition, paperRepetition } from '../../src/metrics/repetition.ts'
import { LOOP, tailLoop } from '../../src/metrics/tail-loop.ts'
import { looping, tokens } from './arbitraries.ts'

const anyText = fc.oneof(looping, tokens())

/** Copies of the last `length` tokens that end the text, by comparing whole slices. */
function copiesBySlices(text: readonly number[], length: number): number {
  const phrase = text.slice(text.length - length).join()
  let times = 1
  while (
    text.length >= length * (times + 1) &&
    text.slice(text.length - length * (times + 1), text.length - length * times).join() === phrase
  ) {
    times++
  }
  return times
}

describe('the loop a text ends in', () => {
  it('is found with its phrase, copies and first token', () => {
    expect(tailLoop([9, 8, 1, 2, 3, 1, 2, 3, 1, 2, 3])).toEqual({ length: 3, times: 3, start: 2 })
  })

  it('keeps its first token while the next copy is being written', () => {
    const starts = [9, 10, 11, 12].map((end) => tailLoop([1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3].slice(0, end)))
    expect(starts.map((loop) => loop?.start)).toEqual([0, 0, 0, 0])
    expect(starts.map((loop) => loop?.times)).toEqual([3, 3, 3, 4])
  })

  it('takes one token six times as a phrase of two', () => {
    expect(tailLoop([9, 5, 5, 5, 5, 5, 5])).toEqual({ length: 2, times: 3, start: 1 })
    expect(tailLoop([9, 5, 5, 5, 5, 5])).toBeNull()
  })

  it('prefers the longer stretch over more copies', () => {
    const phrase = [1, 4, 4, 4, 4, 4, 4]
    expect(tailLoop([...phrase, ...phrase, ...phrase])).toEqual({ length: 7, times: 3, start: 0 })
  })

  it.each([[[]], [[1]], [[1, 1]], [[1, 2, 3, 4]]])('is none in %j', (text) => {
    expect(tailLoop(text)).toBeNull()
    expect(paperRepetition(text)).toEqual({ flagged: false })
    expect(degenRepetition(text)).toEqual({ flagged: false })
  })

  it('is the same streamed and in one go, at every length', () => {
    const criteria = fc.record({
      minLength: fc.integer({ min: 1, max: 3 }),
      maxLength: fc.integer({ min: 3, max: 90 }),
      minTimes: fc.integer({ min: 2, max: 4 }),
    })
    fc.assert(
      fc.property(anyText, criteria, (text, chosen) => {
        const watch = loopWatch(chosen)
        for (const [index, token] of text.entries()) {
          expect(watch.push(token)).toEqual(tailLoop(text.slice(0, index + 1), chosen))
        }
      }),
    )
  })

  it('consists of equal copies, and of no longer stretch', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const loop = tailLoop(text)
        if (!loop) return
        const { length, times, start } = loop
        const copies = Array.from({ length: times }, (_, copy) =>
          text.slice(start + copy * length, start + (copy + 1) * length).join(),
        )
        expect(new Set(copies).size).toBe(1)
        expect(text.length - start - times * length).toBeLessThan(length)
        if (start > 0) expect(text[start - 1]).not.toBe(text[start - 1 + length])
      }),
    )
  })

  it('is followed through 500 tokens in far less than a frame each', () => {
    const watch = loopWatch({ ...LOOP, maxLength: 200 })
    const started = performance.now()
    for (let index = 0; index < 500; index++) watch.push(index % 37)
    expect(watch.push(500 % 37)).toEqual({ length: 37, times: 13, start: 0 })
    expect(performance.now() - started).toBeLessThan(500 * 2)
  })
})

describe('repetition, by slices', () => {
  it("is flagged as the paper's text states", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const lengths = Array.from({ length: text.length }, (_, index) => index + 1)
        const expected = lengths.some((length) => length >= 2 && copiesBySlices(text, length) >= 3)
        expect(paperRepetition(text).flagged).toBe(expected)
      }),
    )
  })

  it("is flagged as the paper's code does, with the same phrase", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let [length, times] = [1, 1]
        for (let n = 1; n <= Math.min(90, text.length); n++) {
          if (copiesBySlices(text, n) > times) [length, times] = [n, copiesBySlices(text, n)]
        }
        const found = degenRepetition(text)
        expect(found.flagged).toBe(times > 1 && (length >= 3 || times > 50))
        if (found.flagged) expect(found).toMatchObject({ length, times })
      }),
    )
  })

  it.each([
    [50, false],
    [51, true],
  ])('one token %i times: %s by the code', (times, expected) => {
    expect(degenRepetition([9, ...new Array<number>(times).fill(5)]).flagged).toBe(expected)
  })

  it('looks at phrases of up to 90 tokens in the code, of any length in the paper', () => {
    const phrase = Array.from({ length: 91 }, (_, token) => token)
    const text = [...phrase, ...phrase, ...phrase]
    expect(degenRepetition(text)).toEqual({ flagged: false })
    expect(paperRepetition(text)).toEqual({ flagged: true, length: 91, times: 3, start: 0 })
  })
})
