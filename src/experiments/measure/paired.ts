import { groupBy } from '../../group-by.ts'
import { mean as meanOf } from '../../metrics/average.ts'
import { bootstrapInterval, type Part } from '../../runs/trials/bootstrap.ts'
import type { RandomStream } from '../../sampling/random.ts'
import type { Generation } from '../harness/definition.ts'
import type { Estimate } from './measures.ts'

/** Two lanes' texts of one prompt and one seed. */
export interface PairedTexts {
  readonly prompt: string
  readonly texts: readonly [Generation, Generation]
}

/** Length of the common beginning, mean over pairs; the interval resamples prompts. */
export function tokensTogether(pairs: readonly PairedTexts[], chance: RandomStream): Estimate {
  const parts = byPrompt(pairs).map((own) => ({
    sum: own.reduce((sum, { texts: [one, other] }) => sum + commonLength(one.tokens, other.tokens), 0),
    count: own.length,
  }))
  return estimate(parts, chance)
}

function commonLength(one: readonly number[], other: readonly number[]): number {
  const parted = one.findIndex((token, index) => other[index] !== token)
  return parted < 0 ? one.length : parted
}

/**
 * The share of samples that a comparison of two lanes saves by pairing: 1 - Var(a - b) / (Var(a) + Var(b)),
 * variances within prompts over seeds. The number of samples that an interval of given width takes is in
 * proportion to the variance of the difference, and independent samples add their variances.
 */
export function savedShare(
  pairs: readonly PairedTexts[],
  measure: (text: Generation) => number,
  chance: RandomStream,
): Estimate {
  const parts = byPrompt(pairs).map((own) => {
    const [a, b] = [0, 1].map((side) => own.map(({ texts }) => measure(texts[side]!)))
    return {
      sum: squares(a!.map((value, index) => value - b![index]!)),
      count: squares(a!) + squares(b!),
    }
  })
  return estimate(parts, chance, (needed) => 1 - needed)
}

/** Sum of squared distances from the mean. */
function squares(values: readonly number[]): number {
  const mean = meanOf(values)!
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
}

const byPrompt = (pairs: readonly PairedTexts[]): PairedTexts[][] => [
  ...groupBy(pairs, ({ prompt }) => prompt).values(),
]

function estimate(
  parts: readonly Part[],
  chance: RandomStream,
  transform: (mean: number) => number = (mean) => mean,
): Estimate {
  const [sum, count] = parts.reduce(([s, c], part) => [s + part.sum, c + part.count], [0, 0])
  if (count === 0) return { value: null }
  return { value: transform(sum / count), ...bootstrapInterval(parts, chance, transform) }
}
