/** Arithmetic mean; null of nothing. */
export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

/** Population standard deviation; null of fewer than two values and where one is infinite. */
export function standardDeviation(values: readonly number[]): number | null {
  const center = mean(values)
  if (center === null || values.length < 2 || !Number.isFinite(center)) return null
  return Math.sqrt(mean(values.map((value) => (value - center) ** 2))!)
}

/** The values that are defined. */
export function defined(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null)
}
