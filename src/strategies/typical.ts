import { z } from 'zod'
import type { Distribution } from '../sampling/distribution.ts'
import { reaches, SLACK } from '../sampling/slack.ts'
import { defineStep } from './definition.ts'
import { real } from './parameters.ts'

/**
 * The smallest set of mass `p`, taken by |surprisal - entropy| ascending, ties by ascending token id.
 * By rank the surprisal only rises, so the set grows to the left and to the right of where it passes the entropy and
 * no second sort is needed. Leftwards it takes whole runs of equal probability, each by ascending id.
 * Meister et al. 2023 (arXiv 2202.00666).
 */
export function keepTypical(distribution: Distribution, p: number): Distribution {
  if (p >= 1 || distribution.size === 1) return distribution
  const entropy = distribution.entropy()
  const surprisal = (rank: number) => -distribution.logProbability(rank)
  let to = 0
  while (to < distribution.size && surprisal(to) < entropy) to++
  let from = to
  let run = runEndingAt(distribution, from)
  /** Ranks run..next-1 are kept too, although from..next is not yet: a run that is being taken. */
  let next = run
  const isLeftNearer = () => {
    if (from === 0 || to === distribution.size) return to === distribution.size
    const difference = entropy - surprisal(next) - (surprisal(to) - entropy)
    return Math.abs(difference) <= SLACK ? distribution.id(next) < distribution.id(to) : difference < 0
  }
  let mass = 0
  do {
    if (!isLeftNearer()) mass += distribution.probability(to++)
    else {
      mass += distribution.probability(next++)
      if (next === from) {
        from = run
        run = runEndingAt(distribution, from)
        next = run
      }
    }
  } while (!reaches(mass, p) && to - from < distribution.size)
  if (next === run) return distribution.slice(from, to)
  const ranks = Array.from({ length: next - run + to - from }, (_, i) =>
    i < next - run ? run + i : from + i - (next - run),
  )
  return distribution.subset(ranks.map((rank) => distribution.id(rank)))
}

/** First rank of the candidates that share the logit of rank `end - 1`. */
function runEndingAt(distribution: Distribution, end: number): number {
  let start = Math.max(0, end - 1)
  while (start > 0 && distribution.logit(start - 1) === distribution.logit(start)) start--
  return start
}

export const typical = defineStep({
  id: 'typical',
  title: 'Locally typical',
  summary: 'Keeps tokens whose surprise is near what the model expects, and may drop the most likely one.',
  formula:
    'With H the entropy in nats, take tokens by |−ln P(v) − H| ascending and keep the fewest with Σ P(v) ≥ p; divide by their mass.',
  paper: 'Meister et al. 2023, arXiv 2202.00666',
  weakness:
    'Near 0.95 its set is almost the nucleus; at low p it forbids the obvious word even where only it fits.',
  family: 'truncation',
  parameters: z.strictObject({
    p: real(0.95, { min: 0, max: 1 }, { title: 'p', help: 'a share of the mass' }),
  }),
  neutral: { p: 1 },
  create:
    ({ p }) =>
    (distribution) =>
      keepTypical(distribution, p),
})
