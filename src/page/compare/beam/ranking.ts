import type { BeamRecord } from '../../../runs/run/events.ts'
import { rate } from '../../../strategies/searches/beam/length-penalty.ts'

/** Finished texts ranked by what the search added up, and by that divided by length ^ penalty. */

export type Ended = BeamRecord['finished'][number]

/** Places from 1: `before` by the plain sum, `after` by the rating. */
export interface Ranked {
  readonly ended: Ended
  readonly rating: number
  readonly before: number
  readonly after: number
}

/**
 * Stochastic beam search has no penalty: it ranks by its perturbed sum, and its plain sum is the
 * log-probability.
 * @returns best rating first, equals in the order they ended
 */
export function rankEnded(finished: readonly Ended[], penalty: number | undefined): Ranked[] {
  const rows = finished.map((ended) => ({
    ended,
    plain: penalty === undefined ? ended.logProbability : ended.sum,
    rating: penalty === undefined ? ended.sum : rate(ended.sum, ended.length, penalty),
  }))
  const before = [...rows].sort((a, b) => b.plain - a.plain)
  const after = [...rows].sort((a, b) => b.rating - a.rating)
  return after.map((row, index) => ({
    ended: row.ended,
    rating: row.rating,
    before: before.indexOf(row) + 1,
    after: index + 1,
  }))
}

/** Those near the top of either ranking. */
export const topOfEither = (ranked: readonly Ranked[], most: number): Ranked[] =>
  ranked.filter(({ before, after }) => before <= most || after <= most)
