import type { Distribution } from '../../sampling/distribution.ts'
import { gumbelOf, gumbelScores } from '../../sampling/gumbel.ts'
import type { RandomStreams } from '../../sampling/random.ts'

/** A candidate of a Gumbel-max draw: the greatest score is drawn. */
interface Contender {
  readonly token: number
  readonly text: string
  /** After the chain. */
  readonly logprob: number
  /** Of the token id, the same in every lane. */
  readonly noise: number
  /** Both together. */
  readonly score: number
}

/** How a Gumbel-max draw went. */
export interface Contest {
  /** The highest scores, the drawn token first. */
  readonly contenders: readonly Contender[]
  /** What the same noise draws in other lanes after the same text. */
  readonly others: readonly Contender[]
}

const SHOWN = 6

/**
 * The draw of the first distribution, and of the others with the same noise.
 * @param step index of the token, for the noise
 */
export function contestOf(
  [own, ...others]: readonly Distribution[],
  streams: RandomStreams,
  step: number,
  nameOf: (token: number) => string,
): Contest {
  const best = (distribution: Distribution, count: number): Contender[] =>
    gumbelScores(distribution, streams, step, count).map(({ token, u, score }) => ({
      token,
      text: nameOf(token),
      logprob: distribution.logProbabilityOf(token),
      noise: gumbelOf(u),
      score,
    }))
  return { contenders: best(own!, SHOWN), others: others.map((other) => best(other, 1)[0]!) }
}
