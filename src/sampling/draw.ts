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

/**
 * The same draw, many times from one distribution: each takes a binary search instead of a walk.
 * @returns the token id that `draw` gives for `u`
 */
export function createDrawer(distribution: Distribution): (u: number) => number {
  const masses = new Float64Array(distribution.size)
  let mass = 0
  let size = 0
  while (size < distribution.size) {
    const probability = distribution.probability(size)
    if (probability === 0) break
    mass += probability
    masses[size++] = mass
  }
  return (u) => {
    let [low, high] = [0, size - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (u < masses[middle]!) high = middle
      else low = middle + 1
    }
    return distribution.id(low)
  }
}
