import type { RandomStream } from '../../sampling/random.ts'
import { bootstrapInterval, type Part } from './bootstrap.ts'

/** One value of two lanes that share a prompt and its random numbers. */
export interface Pair {
  /** What is resampled as one: a prompt, or a text where there is one prompt. */
  readonly cluster: string
  readonly value: number
  /** The same of the lane it is compared with. */
  readonly base: number
}

/** How far a lane lies from another, text by text. */
export interface PairedComparison {
  readonly pairs: number
  /** Mean of value - base. */
  readonly difference: number
  /** 95% bootstrap interval over clusters; absent for fewer than two. */
  readonly low?: number
  readonly high?: number
  /** Two-sided, of a sign-flip permutation test over clusters; null for fewer than two. */
  readonly p: number | null
  /**
   * Pearson's, between the two lanes' values: 1 - `correlation` is what is left of the variance that a
   * difference of independent texts would have, where both lanes vary alike. null where one does not vary.
   */
  readonly correlation: number | null
}

/** Up to so many clusters every assignment of signs is tried: 4096 of them. */
const EXACT_CLUSTERS = 12
const FLIPS = 9999
/** Assignments whose mean equals the measured one count, rounding apart. */
const FORGIVEN = 1e-12

/**
 * Compares two lanes on the same prompts, seeds and samples. The test asks how often the mean difference
 * would be as large if the signs of the clusters' differences were chance (Fisher 1935; Good 2005, chapter
 * 3): all assignments for up to 12 clusters, else 9,999 random ones and the measured one.
 * @param pairs at least one
 * @param chance see `bootstrapInterval`
 */
export function comparePairs(pairs: readonly Pair[], chance: RandomStream): PairedComparison {
  const parts = new Map<string, Part>()
  for (const { cluster, value, base } of pairs) {
    const { sum, count } = parts.get(cluster) ?? { sum: 0, count: 0 }
    parts.set(cluster, { sum: sum + value - base, count: count + 1 })
  }
  const clusters = [...parts.values()]
  return {
    pairs: pairs.length,
    difference: pairs.reduce((sum, { value, base }) => sum + value - base, 0) / pairs.length,
    ...bootstrapInterval(clusters, chance),
    p: clusters.length < 2 ? null : signFlip(clusters, chance),
    correlation: correlationOf(pairs),
  }
}

function signFlip(clusters: readonly Part[], chance: RandomStream): number {
  const { length } = clusters
  const measured = Math.abs(clusters.reduce((sum, part) => sum + part.sum, 0))
  const least = measured * (1 - FORGIVEN)
  const isAsLarge = (isFlipped: (cluster: number) => boolean) =>
    Math.abs(clusters.reduce((sum, part, index) => sum + (isFlipped(index) ? -part.sum : part.sum), 0)) >=
    least
  let asLarge = 0
  if (length <= EXACT_CLUSTERS) {
    for (let signs = 0; signs < 2 ** length; signs++)
      if (isAsLarge((cluster) => ((signs >> cluster) & 1) === 1)) asLarge++
    return asLarge / 2 ** length
  }
  for (let flip = 0; flip < FLIPS; flip++)
    if (isAsLarge((cluster) => chance(flip * length + cluster) < 0.5)) asLarge++
  return (asLarge + 1) / (FLIPS + 1)
}

function correlationOf(pairs: readonly Pair[]): number | null {
  const mean = (of: (pair: Pair) => number) => pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length
  const [values, bases] = [mean(({ value }) => value), mean(({ base }) => base)]
  const covariance = mean(({ value, base }) => (value - values) * (base - bases))
  const spread = Math.sqrt(
    mean(({ value }) => (value - values) ** 2) * mean(({ base }) => (base - bases) ** 2),
  )
  return spread > 0 ? covariance / spread : null
}
