/** Standard normal quantile of 1 - 1e-4. */
const Z = 3.719016

/** Chi-square's critical value at alpha = 1e-4, by Wilson and Hilferty's cube. */
export const criticalValue = (degrees: number) =>
  degrees * (1 - 2 / (9 * degrees) + Z * Math.sqrt(2 / (9 * degrees))) ** 3

export interface ChiSquare {
  readonly statistic: number
  readonly degrees: number
}

/**
 * Pearson's statistic of counts against probabilities, both in the same order; neighbours are pooled until a
 * bin expects at least ten.
 */
export function chiSquare(counts: readonly number[], probabilities: readonly number[]): ChiSquare {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const bins: { observed: number; expected: number }[] = [{ observed: 0, expected: 0 }]
  for (const [index, count] of counts.entries()) {
    if (bins.at(-1)!.expected >= 10) bins.push({ observed: 0, expected: 0 })
    const bin = bins.at(-1)!
    bin.observed += count
    bin.expected += total * probabilities[index]!
  }
  if (bins.length > 1 && bins.at(-1)!.expected < 10) {
    const { observed, expected } = bins.pop()!
    bins.at(-1)!.observed += observed
    bins.at(-1)!.expected += expected
  }
  const statistic = bins.reduce(
    (sum, { observed, expected }) => sum + (observed - expected) ** 2 / expected,
    0,
  )
  return { statistic, degrees: bins.length - 1 }
}
