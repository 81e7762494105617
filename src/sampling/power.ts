import type { Distribution } from './distribution.ts'

/** A distribution whose probabilities were raised to a power. */
export interface Powered {
  /** P(v)^α, renormalised. */
  readonly distribution: Distribution
  /** Natural log of what it was renormalised by, the sum of P(v)^α over the candidates. */
  readonly logSum: number
}

/**
 * P(v)^α over one distribution's candidates: a temperature of 1/α, and what that temperature leaves out. Karan
 * and Du 2025, arXiv 2510.14901, section 4.1.
 * @param alpha above 0
 */
export function powered(distribution: Distribution, alpha: number): Powered {
  if (alpha === 1) return { distribution, logSum: 0 }
  const raised = distribution.withTemperature(1 / alpha)
  return { distribution: raised, logSum: alpha * distribution.logProbability(0) - raised.logProbability(0) }
}
