import { describe, expect, it } from 'vitest'
import { bootstrapInterval } from '../../../src/runs/trials/bootstrap.ts'
import { randomStreams } from '../../../src/sampling/random.ts'

const chance = (seed: number) => randomStreams(seed, 0)('bootstrap')

describe('bootstrapInterval', () => {
  it('is a point where all prompts agree, and absent for one prompt', () => {
    const part = { sum: 6, count: 3 }
    expect(bootstrapInterval([part, part, part], chance(1))).toEqual({ low: 2, high: 2 })
    expect(bootstrapInterval([part], chance(1))).toBeUndefined()
    expect(bootstrapInterval([], chance(1))).toBeUndefined()
  })

  it('covers the true mean about 95 times in 100', () => {
    const uniform = randomStreams(5, 0)('data')
    let step = 0
    let covered = 0
    const TRIALS = 200
    for (let trial = 0; trial < TRIALS; trial++) {
      const parts = Array.from({ length: 60 }, () => ({ sum: uniform(step++), count: 1 }))
      const { low, high } = bootstrapInterval(parts, chance(trial))!
      if (low <= 0.5 && 0.5 <= high) covered++
    }
    // Binomial(200, 0.95) leaves 180..198 once in about 10,000; percentile intervals run a little short at n
    // = 60.
    expect(covered).toBeGreaterThanOrEqual(178)
    expect(covered).toBeLessThanOrEqual(198)
  })

  it('pools counts before it transforms', () => {
    const parts = [
      { sum: 0, count: 1 },
      { sum: 30, count: 3 },
    ]
    const { low, high } = bootstrapInterval(parts, chance(1), Math.exp)!
    expect([low, high]).toEqual([1, Math.exp(10)])
  })
})
