import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bleuAgainstOthers, selfBleu } from '../../src/metrics/self-bleu.ts'
import { texts } from './arbitraries.ts'

function countGrams(text: readonly number[], order: number): Map<string, number> {
  const counts = new Map<string, number>()
  for (let start = 0; start + order <= text.length; start++) {
    const gram = text.slice(start, start + order).join()
    counts.set(gram, (counts.get(gram) ?? 0) + 1)
  }
  return counts
}

/** Sentence BLEU written out reference by reference: slow and plain. */
function plainBleu(references: number[][], hypothesis: number[], highest: number): number {
  let product = 1
  for (let order = 1; order <= highest; order++) {
    let matches = 0
    for (const [gram, count] of countGrams(hypothesis, order)) {
      const most = Math.max(...references.map((text) => countGrams(text, order).get(gram) ?? 0))
      matches += Math.min(count, most)
    }
    if (order === 1 && matches === 0) return 0
    const total = Math.max(1, hypothesis.length - order + 1)
    product *= (matches === 0 ? 0.1 : matches) / total
  }
  const distance = (length: number) => Math.abs(length - hypothesis.length)
  const closest = references
    .map((text) => text.length)
    .reduce((best, length) =>
      distance(length) < distance(best) || (distance(length) === distance(best) && length < best)
        ? length
        : best,
    )
  const penalty = hypothesis.length > closest ? 1 : Math.exp(1 - closest / hypothesis.length)
  return penalty * product ** (1 / highest)
}

describe('self-BLEU', () => {
  it('equals sentence BLEU against every other text', () => {
    fc.assert(
      fc.property(texts(2), fc.integer({ min: 1, max: 5 }), (documents, order) => {
        for (const [text, bleu] of bleuAgainstOthers(documents, order).entries()) {
          const others = documents.filter((_, other) => other !== text)
          expect(bleu).toBeCloseTo(plainBleu(others, documents[text]!, order), 10)
        }
      }),
    )
  })

  it('is 1 of identical texts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(9), { minLength: 5, maxLength: 30 }),
        fc.integer({ min: 2, max: 6 }),
        (text, count) => {
          const same = Array.from({ length: count }, () => text)
          expect(selfBleu(same, 4)).toBeCloseTo(1, 12)
          expect(selfBleu(same, 5)).toBeCloseTo(1, 12)
        },
      ),
    )
  })

  it('is 0 where no token is shared', () => {
    expect(selfBleu([[1, 2], [3, 4], [5]], 4)).toBe(0)
  })

  it('smooths the orders a short text does not reach', () => {
    // One of one unigram; orders 2 to 4 have no n-gram: 0.1 / 1 each.
    expect(bleuAgainstOthers([[7], [7]], 4)[0]).toBeCloseTo((0.1 ** 3) ** (1 / 4), 12)
  })

  it('takes the shorter of two equally close references', () => {
    // Lengths 2 and 4 are both one away from 3: no penalty if the reference is the shorter.
    expect(
      bleuAgainstOthers(
        [
          [1, 2, 3],
          [1, 2],
          [1, 2, 3, 9],
        ],
        1,
      )[0],
    ).toBe(1)
  })

  it.each([[[]], [[[1, 2, 3]]]])('is undefined without another text: %j', (documents) => {
    expect(selfBleu(documents, 4)).toBeNull()
  })

  it('counts an empty text as 0', () => {
    expect(bleuAgainstOthers([[], [1], []], 4)).toEqual([0, 0, 0])
  })
})
