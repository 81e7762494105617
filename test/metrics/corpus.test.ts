import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ngramsUpTo } from '../../src/metrics/ngrams.ts'
import { measureSet } from '../../src/metrics/registry.ts'
import { zipf } from '../../src/metrics/zipf.ts'
import { texts, tokens } from './arbitraries.ts'

const order = fc.integer({ min: 1, max: 4 })

type Documents = readonly (readonly number[])[]

/** A metric of the registry; fails on an id it does not have. */
function measure(documents: Documents, id: string): number | null {
  const value = measureSet(documents.map((text) => ({ tokens: text })))[id]
  if (value === undefined) throw new Error(`no metric is called ${id}`)
  return value
}

const distinct = (documents: Documents, n: number) => measure(documents, `distinct-${n}`)
const degenDistinct = (documents: Documents, n: number) => measure(documents, `distinct-${n}-degen`)
const seqRep = (text: readonly number[], n: number) => measure([text], `seq-rep-${n}`)
const diversity = (documents: Documents) => measure(documents, 'diversity')
const uniqueShare = (documents: Documents) => measure(documents, 'unique-share')
const meanOverlap = (documents: Documents) => measure(documents, 'bigram-overlap')

describe('n-grams', () => {
  it('share an id exactly if their tokens are equal', () => {
    fc.assert(
      fc.property(texts(), (documents) => {
        for (const { order, ids, types } of ngramsUpTo(documents, 4)) {
          const idOf = new Map<string, number>()
          for (const [text, found] of ids.entries()) {
            expect(found.length).toBe(Math.max(0, documents[text]!.length - order + 1))
            for (const [start, id] of found.entries()) {
              const gram = documents[text]!.slice(start, start + order).join()
              expect(idOf.get(gram) ?? id).toBe(id)
              idOf.set(gram, id)
            }
          }
          expect(new Set(idOf.values()).size).toBe(idOf.size)
          expect(idOf.size).toBe(types)
        }
      }),
    )
  })
})

describe('distinct-n', () => {
  it('lies in (0, 1], no less than the share seen once', () => {
    fc.assert(
      fc.property(texts(), order, (documents, n) => {
        const value = distinct(documents, n)
        const once = degenDistinct(documents, n)
        if (documents.every((text) => text.length < n)) {
          expect([value, once]).toEqual([null, null])
          return
        }
        expect(value).toBeGreaterThan(0)
        expect(value).toBeLessThanOrEqual(1)
        expect(once).toBeGreaterThanOrEqual(0)
        expect(once).toBeLessThanOrEqual(value!)
      }),
    )
  })

  it('and seq-rep-n of one text add up to 1', () => {
    fc.assert(
      fc.property(tokens(), order, (text, n) => {
        const repeated = seqRep(text, n)
        if (repeated === null) expect(distinct([text], n)).toBeNull()
        else expect(repeated + distinct([text], n)!).toBeCloseTo(1, 12)
      }),
    )
  })
})

describe('diversity', () => {
  it('is the product of what does not repeat', () => {
    // rep-2 = 1 - 3/8, rep-3 = 1 - 3/7, rep-4 = 1 - 3/6
    expect(diversity([[1, 2, 3, 1, 2, 3, 1, 2, 3]])).toBeCloseTo((3 / 8) * (3 / 7) * (3 / 6), 12)
    expect(diversity([[1, 2, 3, 4, 5]])).toBe(1)
  })

  it('is undefined below four tokens', () => {
    expect(diversity([[1, 2, 3]])).toBeNull()
    expect(diversity([])).toBeNull()
  })
})

describe('Zipf', () => {
  it.each([0.5, 1, 1.3])('finds the exponent %d of an exact power law', (exponent) => {
    // Frequencies are integers: with the most frequent token 10^5 times, rounding moves the slope by less
    // than 1e-3.
    const text = Array.from({ length: 30 }, (_, token) =>
      new Array<number>(Math.round(1e5 * (token + 1) ** -exponent)).fill(token),
    ).flat()
    expect(Math.abs(zipf([text])! - exponent)).toBeLessThan(1e-3)
  })

  it('is exact where the law has integer counts', () => {
    expect(zipf([[1, 1, 1, 1, 2, 2]])).toBeCloseTo(1, 12)
  })

  it('is 0 of equal counts and undefined of fewer than two tokens', () => {
    expect(zipf([[1, 2], [3]])).toBe(0)
    expect(zipf([[1, 1]])).toBeNull()
    expect(zipf([])).toBeNull()
  })

  it('fits the line to the most frequent ranks only', () => {
    const text = [...new Array<number>(8).fill(1), ...new Array<number>(4).fill(2), 3, 4, 5]
    expect(zipf([text], 2)).toBeCloseTo(1, 12)
    expect(zipf([text])).not.toBeCloseTo(1, 2)
  })
})

describe('samples', () => {
  it('are unique or not, token for token', () => {
    expect(uniqueShare([[1, 2], [1, 2], [12], []])).toBe(0.75)
    expect(uniqueShare([])).toBeNull()
  })

  it('overlap by shared bigrams / bigrams of either', () => {
    // {12, 23} and {23, 34} share one of three; the third shares nothing; [5] has no bigram.
    expect(meanOverlap([[1, 2, 3], [2, 3, 4], [7, 8], [5]])).toBeCloseTo(1 / 3 / 3, 12)
    expect(meanOverlap([[1, 2], [3]])).toBeNull()
  })

  it('overlap as sets do, pair by pair', () => {
    const bigrams = (text: number[]) =>
      new Set(text.slice(1).map((token, index) => `${text[index]} ${token}`))
    fc.assert(
      fc.property(texts(), (documents) => {
        const sets = documents.map(bigrams).filter((set) => set.size > 0)
        const indices = sets.flatMap((a, i) =>
          sets.slice(i + 1).map((b) => {
            const shared = [...a].filter((gram) => b.has(gram)).length
            return shared / (a.size + b.size - shared)
          }),
        )
        const overlap = meanOverlap(documents)
        if (indices.length === 0) expect(overlap).toBeNull()
        else expect(overlap).toBeCloseTo(indices.reduce((sum, index) => sum + index, 0) / indices.length, 10)
      }),
    )
  })
})
