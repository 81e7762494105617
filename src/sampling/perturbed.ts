import type { Distribution } from './distribution.ts'

/** A token drawn without replacement. */
export interface PerturbedToken {
  readonly token: number
  /** Perturbed log-probability of the text with it, in nats. */
  readonly perturbed: number
  /** The uniform number it was drawn with. */
  readonly u: number
}

/** Uniform numbers of one hypothesis and step: for its `order`-th token, and for that token's noise. */
export interface Chance {
  token(order: number): number
  noise(order: number): number
}

/** Below this the mass left by subtraction has lost too many digits, and is summed anew. */
const FEW_DIGITS_LEFT = 1e-6

/**
 * The `count` children of highest perturbed log-probability, best first. Perturbing every token with Gumbel
 * noise and conditioning on the parent's value (Kool et al. 2019, arXiv 1903.06059, section 4.1) is the same
 * as building the order statistics from the top (Maddison et al. 2014, arXiv 1411.0030): the best child
 * inherits the parent's value and is a draw from P; each next one is a draw from what is left, its value a
 * Gumbel at the logarithm of the mass left, truncated at the value before. So nobody perturbs the tokens that
 * cannot matter.
 * @param location log-probability of the parent's text, in nats
 * @param ceiling its perturbed value
 */
export function topPerturbed(
  final: Distribution,
  location: number,
  ceiling: number,
  count: number,
  chance: Chance,
): PerturbedToken[] {
  const drawn: PerturbedToken[] = []
  const chosen = new Set<number>()
  let mass = 1
  let perturbed = ceiling
  for (let order = 0; order < Math.min(count, final.size) && mass > 0; order++) {
    if (order > 0) perturbed = truncatedGumbel(location + Math.log(mass), perturbed, chance.noise(order))
    const u = chance.token(order)
    const token = drawExcept(final, chosen, u * mass)
    chosen.add(token)
    drawn.push({ token, perturbed, u })
    mass = massExcept(final, chosen, mass - final.probabilityOf(token))
  }
  return drawn
}

/** A Gumbel number at `location` given that it is at most `ceiling`, by its inverse distribution function. */
export function truncatedGumbel(location: number, ceiling: number, u: number): number {
  // u is in [0, 1): 1 - u avoids ln 0, and u = 0 gives the ceiling itself.
  return location - logAddExp(location - ceiling, Math.log(-Math.log1p(-u)))
}

function logAddExp(a: number, b: number): number {
  const high = Math.max(a, b)
  return high === -Infinity ? high : high + Math.log1p(Math.exp(Math.min(a, b) - high))
}

/** The first token by rank, those chosen left out, at which the cumulative mass exceeds `target`. */
function drawExcept(final: Distribution, chosen: ReadonlySet<number>, target: number): number {
  let mass = 0
  let last = -1
  for (let rank = 0; rank < final.size; rank++) {
    const token = final.id(rank)
    if (chosen.has(token)) continue
    const probability = final.probability(rank)
    if (probability === 0 && last >= 0) return last
    mass += probability
    last = token
    if (target < mass) return token
  }
  return last
}

function massExcept(final: Distribution, chosen: ReadonlySet<number>, estimate: number): number {
  if (estimate >= FEW_DIGITS_LEFT) return estimate
  let mass = 0
  final.forEachId((id) => {
    if (!chosen.has(id)) mass += final.probabilityOf(id)
  })
  return mass
}
