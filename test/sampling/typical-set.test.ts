import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Distribution } from '../../src/sampling/distribution.ts'
import { reaches } from '../../src/sampling/tolerance.ts'
import { keepTypical } from '../../src/sampling/typical-set.ts'
import { keptIds } from '../helpers/reference.ts'

/** Sorts by deviation, ties by id, and takes the shortest prefix that reaches p. */
function naiveTypical(distribution: Distribution, p: number): number[] {
  const deviation = (id: number) => Math.abs(-distribution.logProbabilityOf(id) - distribution.entropy())
  const order = keptIds(distribution).sort((a, b) => {
    const difference = deviation(a) - deviation(b)
    return Math.abs(difference) <= 1e-12 ? a - b : difference
  })
  const kept: number[] = []
  let mass = 0
  for (const id of order) {
    kept.push(id)
    mass += distribution.probabilityOf(id)
    if (reaches(mass, p)) break
  }
  return kept.sort((a, b) => a - b)
}

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe('the typical set', () => {
  it('is the shortest prefix by deviation from the entropy', () => {
    const tied = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 40 })
    // Millionths: logits apart by less than the slack would tie in one order and not in another.
    const untied = fc.array(
      fc.integer({ min: -6e6, max: 6e6 }).map((millionths) => millionths / 1e6),
      { minLength: 1, maxLength: 40 },
    )
    fc.assert(
      fc.property(fc.oneof(tied, untied), share, (logits, p) => {
        const distribution = Distribution.fromLogits(logits)
        expect(keptIds(keepTypical(distribution, p))).toEqual(naiveTypical(distribution, p))
      }),
    )
  })

  it('may drop the most likely token', () => {
    const distribution = Distribution.fromLogits([0.4, 0.2, 0.2, 0.2].map(Math.log))
    expect(keptIds(keepTypical(distribution, 0.5))).toEqual([1, 2, 3])
  })

  it('takes a tied run of likelier tokens by ascending id, even with a gap in the ranks', () => {
    // H lies nearer to the two tokens of .3 than to those of .1, and one of the two is enough.
    const distribution = Distribution.fromLogits([0.1, 0.3, 0.1, 0.3, 0.1, 0.1].map(Math.log))
    const kept = keepTypical(distribution, 0.3)
    expect(keptIds(kept)).toEqual(naiveTypical(distribution, 0.3))
    expect(kept.size).toBe(1)
  })
})
