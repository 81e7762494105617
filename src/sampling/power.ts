import { Distribution } from './distribution.ts'

/** A distribution whose probabilities were raised to a power. */
export interface Powered {
  /** P(v)^α, renormalised. */
  readonly distribution: Distribution
  /** Natural log of what it was renormalised by, the sum of P(v)^α over the candidates. */
  readonly logSum: number
}

/** The first token of a text under P(text)^α, as far as its continuations have been summed up. */
export interface Marginal {
  /** @param logSum of what may follow the token, as `powered` has it; 0 where the text ends with it */
  add(id: number, logSum: number): void
  /** Most that tokens which were not added can weigh, as a share of the others. */
  leftOut(): number
  distribution(): Distribution
}

/**
 * P(x0)^α Z(x0), with Z the sum of P(x1|x0)^α over what may follow x0. With α of at least 1 Z is at most 1.
 * @param raised P(x0)^α, renormalised
 */
export function createMarginal(raised: Distribution): Marginal {
  const logWeights = new Float64Array(raised.vocabularySize).fill(-Infinity)
  let left = 1
  let sum = 0
  return {
    add(id, logSum) {
      logWeights[id] = raised.logProbabilityOf(id) + logSum
      left -= raised.probabilityOf(id)
      sum += raised.probabilityOf(id) * Math.exp(logSum)
    },
    leftOut: () => (sum === 0 ? Number.POSITIVE_INFINITY : Math.max(0, left) / sum),
    distribution: () => Distribution.fromLogits(logWeights),
  }
}

/**
 * P(v)^α over one distribution's candidates: a temperature of 1/α, and what that temperature leaves out.
 * Karan and Du 2025, arXiv 2510.14901, section 4.1.
 * @param alpha above 0
 */
export function powered(distribution: Distribution, alpha: number): Powered {
  if (alpha === 1) return { distribution, logSum: 0 }
  const raised = distribution.withTemperature(1 / alpha)
  return { distribution: raised, logSum: alpha * distribution.logProbability(0) - raised.logProbability(0) }
}
