import type { Distribution } from './distribution.ts'
import { reaches, TOLERANCE } from './tolerance.ts'

/**
 * The smallest set of mass `p`, taken by |surprisal - entropy| ascending, ties by ascending token id.
 * By rank the surprisal only rises, so the set grows to the left and to the right of where it passes the
 * entropy, and no second sort is needed. Leftwards it takes whole runs of equal probability, each by
 * ascending id. Meister et al. 2023 (arXiv 2202.00666).
 * @param p share of the mass, 0 to 1; 1 is the identity, at 0 the most typical token is left
 */
export function keepTypical(distribution: Distribution, p: number): Distribution {
  if (p >= 1) return distribution
  const entropy = distribution.entropy()
  const surprisal = (rank: number) => -distribution.logProbability(rank)
  let to = 0
  while (to < distribution.size && surprisal(to) < entropy) to++
  // Kept so far: ranks from..to-1, and run..next-1 of the run of equal probability that ends before `from`.
  let from = to
  let run = startOfRun(distribution, from)
  let next = run
  const isLeftNearer = () => {
    if (from === 0 || to === distribution.size) return from > 0
    const difference = entropy - surprisal(next) - (surprisal(to) - entropy)
    return Math.abs(difference) <= TOLERANCE ? distribution.id(next) < distribution.id(to) : difference < 0
  }
  let mass = 0
  do {
    if (isLeftNearer()) mass += distribution.probability(next++)
    else mass += distribution.probability(to++)
    if (next === from && from > 0) {
      from = run
      run = startOfRun(distribution, from)
      next = run
    }
  } while (!reaches(mass, p) && to - from < distribution.size)
  if (next === run) return distribution.slice(from, to)
  const ids: number[] = []
  for (let rank = run; rank < next; rank++) ids.push(distribution.id(rank))
  for (let rank = from; rank < to; rank++) ids.push(distribution.id(rank))
  return distribution.subset(ids)
}

/** First rank of those that share the logit of rank `end - 1`; 0 for none. */
function startOfRun(distribution: Distribution, end: number): number {
  let start = Math.max(0, end - 1)
  while (start > 0 && distribution.logit(start - 1) === distribution.logit(start)) start--
  return start
}
