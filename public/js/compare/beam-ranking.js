// @ts-check

/**
 * Finished texts ranked by what the search added up, and by that divided by length ^ penalty. Pure.
 * @typedef {import('../../../src/runs/run/events.ts').BeamRecord['finished'][number]} Ended
 * @typedef {{ ended: Ended, rating: number, before: number, after: number }} Ranked places from 1: `before` by the plain sum, `after` by the rating
 */

/** The rule of the searches: `src/strategies/searches/beam/rule.ts`; a test holds the two together. @param {number} sum @param {number} length @param {number} penalty */
const rate = (sum, length, penalty) => sum / length ** penalty

/**
 * Stochastic beam search has no penalty: it ranks by its perturbed sum, and its plain sum is the log-probability.
 * @param {readonly Ended[]} finished @param {number | undefined} penalty @returns {Ranked[]} best rating first, equals in the order they ended
 */
export function rankEnded(finished, penalty) {
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

/** Those near the top of either ranking. @param {readonly Ranked[]} ranked @param {number} most */
export const topOfEither = (ranked, most) =>
  ranked.filter(({ before, after }) => before <= most || after <= most)
