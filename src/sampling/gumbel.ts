import type { Distribution } from './distribution.ts'
import { type Noise, noiseFrom, type RandomStreams } from './random.ts'

/** Gumbel noise of a uniform number in [0, 1); -Infinity of 0. */
export const gumbelOf = (u: number): number => -Math.log(-Math.log(u))

/** A candidate of a draw by Gumbel-max. */
interface Scored {
  readonly token: number
  /** The uniform number behind the token's own noise. */
  readonly u: number
  /** Log-probability plus noise. */
  readonly score: number
}

/** The noise of a sample's token, one number a token id, the same for every lane. */
const noiseAt = (streams: RandomStreams, step: number, vocabularySize: number): Noise =>
  noiseFrom(streams('gumbel')(step), vocabularySize)

/**
 * Gumbel-max draw: the candidate with the greatest log-probability plus noise of its own, which is an exact
 * draw from the distribution. The noise belongs to the token id, so distributions that weigh their tokens
 * alike choose alike, and what wins in a distribution wins in every cut of it that keeps it. Gumbel 1954;
 * Maddison et al. 2014, arXiv 1411.0030.
 * @param step index of the token
 */
export function drawGumbel(distribution: Distribution, streams: RandomStreams, step: number): Scored {
  const noise = noiseAt(streams, step, distribution.vocabularySize)
  let [token, highest] = [distribution.id(0), -Infinity]
  distribution.forEachId((id) => {
    const score = distribution.logProbabilityOf(id) + gumbelOf(noise(id))
    if (score < highest || (score === highest && id > token)) return
    token = id
    highest = score
  })
  return { token, u: noise(token), score: highest }
}

/** The candidates with the highest scores, the one that is drawn first. */
export function gumbelScores(
  distribution: Distribution,
  streams: RandomStreams,
  step: number,
  count: number,
): Scored[] {
  const noise = noiseAt(streams, step, distribution.vocabularySize)
  const ranking = distribution.rankedBy((id) => distribution.logProbabilityOf(id) + gumbelOf(noise(id)))
  return Array.from({ length: Math.min(count, distribution.size) }, (_, rank) => {
    const token = ranking.at(rank)
    return {
      token,
      u: noise(token),
      score: distribution.logProbabilityOf(token) + gumbelOf(noise(token)),
    }
  })
}
