import { describe, expect, it } from 'vitest'
import { comparePairs } from '../../../src/runs/trials/paired.ts'
import { randomStreams } from '../../../src/sampling/random.ts'

const chance = (seed = 1) => randomStreams(seed, 0)('bootstrap')
const pairsOf = (differences: readonly number[]) =>
  differences.map((difference, index) => ({ cluster: String(index), value: index + difference, base: index }))

describe('comparePairs', () => {
  it('tries every assignment of signs of few clusters', () => {
    // |sum| = 10 of all 16 assignments of 1, 2, 3, 4: only all plus and all minus.
    expect(comparePairs(pairsOf([1, 2, 3, 4]), chance())).toMatchObject({
      pairs: 4,
      difference: 2.5,
      p: 2 / 16,
    })
    // Sums of at least 4 in size: by hand, of ±1 ±2 ±3 ±4 with |sum| >= 4, 10 of 16.
    expect(comparePairs(pairsOf([1, -2, 3, 2]), chance()).p).toBe(signs([1, -2, 3, 2]))
  })

  it('counts the texts of a cluster together', () => {
    const pairs = [
      { cluster: 'a', value: 3, base: 1 },
      { cluster: 'a', value: 1, base: 1 },
      { cluster: 'b', value: 5, base: 1 },
    ]
    expect(comparePairs(pairs, chance())).toMatchObject({ pairs: 3, difference: 2, p: 0.5, low: 1, high: 4 })
  })

  it('has nothing to test in one cluster, and no correlation where nothing varies', () => {
    const { p, low, correlation } = comparePairs([{ cluster: 'a', value: 2, base: 1 }], chance())
    expect([p, low, correlation]).toEqual([null, undefined, null])
    expect(comparePairs(pairsOf([1, 1, 1]), chance()).correlation).toBeCloseTo(1, 12)
  })

  it('rejects at 5% about one time in twenty where there is no difference', () => {
    const data = randomStreams(7, 0)('data')
    let step = 0
    let rejected = 0
    for (let trial = 0; trial < 200; trial++) {
      const differences = Array.from({ length: 9 }, () => data(step++) - 0.5)
      if (comparePairs(pairsOf(differences), chance()).p! <= 0.05) rejected++
    }
    // Binomial(200, 0.05) lies within 2..20 all but once in a thousand.
    expect(rejected).toBeGreaterThanOrEqual(2)
    expect(rejected).toBeLessThanOrEqual(20)
  })

  it('agrees by chance with what trying all would give', () => {
    const differences = Array.from({ length: 13 }, (_, index) => ((index * 7) % 13) - 4)
    const { p } = comparePairs(pairsOf(differences), chance())
    const exact = signs(differences)
    expect(Math.abs(p! - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 9999))
  })
})

/** The share of all assignments of signs whose sum is as large. */
function signs(differences: readonly number[]): number {
  const measured = Math.abs(differences.reduce((sum, one) => sum + one, 0))
  let asLarge = 0
  for (let bits = 0; bits < 2 ** differences.length; bits++) {
    const sum = differences.reduce((all, one, index) => all + ((bits >> index) & 1 ? -one : one), 0)
    if (Math.abs(sum) >= measured) asLarge++
  }
  return asLarge / 2 ** differences.length
}
