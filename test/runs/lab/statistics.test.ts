import { describe, expect, it } from 'vitest'
import { binomialBand, chiSquare, chiSquareTail, logGamma } from '../../../src/runs/lab/statistics.ts'

describe('binomialBand', () => {
  // Quantiles of R's qbinom(c(.025, .975), n, p), small enough to sum by hand.
  it.each([
    [10, 0.5, [2, 8]],
    [1, 0.5, [0, 1]],
    [20, 0.05, [0, 3]],
    [100, 0, [0, 0]],
    [100, 1, [100, 100]],
  ] as const)('of %i draws at %d is %j', (trials, p, band) => {
    expect(binomialBand(trials, p)).toEqual(band)
  })

  it('holds at least 95 of 100 runs, and no band inside it does on its side', () => {
    const trials = 40
    const p = 0.3
    const mass = (k: number) =>
      Math.exp(logGamma(trials + 1) - logGamma(k + 1) - logGamma(trials - k + 1)) *
      p ** k *
      (1 - p) ** (trials - k)
    const [low, high] = binomialBand(trials, p)
    const sum = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => mass(from + index)).reduce((a, b) => a + b, 0)
    expect(sum(low, high)).toBeGreaterThanOrEqual(0.95)
    expect(sum(0, low - 1)).toBeLessThan(0.025)
    expect(sum(high + 1, trials)).toBeLessThanOrEqual(0.025)
  })

  it('takes a million draws', () => {
    const [low, high] = binomialBand(1_000_000, 0.5)
    expect(low).toBeCloseTo(500_000 - 980, -1)
    expect(high).toBeCloseTo(500_000 + 980, -1)
  })
})

describe('chiSquareTail', () => {
  // The 5% and 1% points of any printed table.
  it.each([
    [3.841459, 1, 0.05],
    [7.814728, 3, 0.05],
    [16.811894, 6, 0.01],
    [124.342113, 100, 0.05],
    [0, 4, 1],
  ])('%d on %i degrees is %d', (statistic, degrees, tail) => {
    expect(chiSquareTail(statistic, degrees)).toBeCloseTo(tail, 6)
  })
})

describe('chiSquare', () => {
  it('is Pearson’s sum over outcomes common enough', () => {
    const result = chiSquare([
      { expected: 50, count: 60 },
      { expected: 50, count: 40 },
    ])
    expect(result).toMatchObject({ statistic: 4, degrees: 1 })
    expect(result!.pValue).toBeCloseTo(0.0455, 4)
  })

  it('takes rare outcomes together', () => {
    const cells = [
      { expected: 90, count: 90 },
      ...Array.from({ length: 5 }, () => ({ expected: 2, count: 2 })),
    ]
    expect(chiSquare(cells)).toMatchObject({ statistic: 0, degrees: 1 })
    expect(
      chiSquare([
        { expected: 60, count: 60 },
        { expected: 38, count: 36 },
        { expected: 2, count: 4 },
      ]),
    ).toMatchObject({ statistic: 0, degrees: 1 })
  })

  it('states nothing where one outcome is left', () => {
    expect(chiSquare([{ expected: 10, count: 10 }])).toBeNull()
    expect(chiSquare([{ expected: 3, count: 3 }])).toBeNull()
  })
})
