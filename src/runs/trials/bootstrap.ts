import type { RandomStream } from '../../sampling/random.ts'

/** What one prompt adds to a mean or a pooled ratio. */
export interface Part {
  readonly sum: number
  readonly count: number
}

const RESAMPLES = 1000
const TAIL = 0.025

/**
 * 95% percentile bootstrap interval over prompts of `transform(sum of sums / sum of counts)`: prompts are
 * drawn with replacement, all of a prompt's texts together. undefined for fewer than two prompts. Efron &
 * Tibshirani 1993.
 * @param chance the same stream for every figure: their intervals then share resamples
 */
export function bootstrapInterval(
  parts: readonly Part[],
  chance: RandomStream,
  transform: (mean: number) => number = (mean) => mean,
): { readonly low: number; readonly high: number } | undefined {
  if (parts.length < 2) return undefined
  const values = new Float64Array(RESAMPLES)
  for (let resample = 0; resample < RESAMPLES; resample++) {
    let sum = 0
    let count = 0
    for (let index = 0; index < parts.length; index++) {
      const part = parts[Math.floor(chance(resample * parts.length + index) * parts.length)]!
      sum += part.sum
      count += part.count
    }
    values[resample] = transform(sum / count)
  }
  values.sort()
  return { low: values[Math.floor(TAIL * RESAMPLES)]!, high: values[Math.ceil((1 - TAIL) * RESAMPLES) - 1]! }
}
