import type { Distribution } from './distribution.ts'

/**
 * Inverse-CDF draw: walks the candidates by descending probability until their mass exceeds `u`.
 * The same `u` under two cuts of one distribution lands as near as the cuts allow (common random numbers).
 * @param u in [0, 1)
 * @returns a token id with positive probability
 */
export function draw(distribution: Distribution, u: number): number {
  let mass = 0
  for (let rank = 0; rank < distribution.size; rank++) {
    const probability = distribution.probability(rank)
    // Rounding can leave the sum a hair below 1: the walk then ends at the last token that can be drawn at
    // all.
    if (probability === 0) return distribution.id(rank - 1)
    mass += probability
    if (u < mass) return distribution.id(rank)
  }
  return distribution.id(distribution.size - 1)
}
