import type { Distribution } from './distribution.ts'
import { reaches } from './tolerance.ts'

/**
 * How many tokens the top-p set of a distribution holds: how open a step is. It ranks no more of the
 * vocabulary than that. Holtzman et al. 2020, arXiv 1904.09751, section 3.1.
 * @param p share of the mass, 0 to 1
 * @returns 1 to the distribution's size
 */
export function nucleusSize(distribution: Distribution, p: number): number {
  let size = 0
  let mass = 0
  while (size < distribution.size && (size === 0 || !reaches(mass, p)))
    mass += distribution.probability(size++)
  return size
}
