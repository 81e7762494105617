import { z } from 'zod'
import type { Distribution } from '../../sampling/distribution.ts'
import { reaches } from '../../sampling/tolerance.ts'
import { defineStep } from '../chain/definition.ts'
import { real } from '../chain/parameters.ts'

/**
 * The top-p set: the smallest set of tokens whose probability mass reaches `p`, renormalised by that mass.
 * The token that crosses p stays; at equality the set stops; the most likely token always stays.
 * Holtzman et al. 2020 (arXiv 1904.09751), section 3.1.
 * @param p share of the mass, 0 to 1; 1 is the identity
 */
export function keepNucleus(distribution: Distribution, p: number): Distribution {
  if (p >= 1) return distribution
  let mass = distribution.probability(0)
  return distribution.headWhile((rank) => {
    if (reaches(mass, p)) return false
    mass += distribution.probability(rank)
    return true
  })
}

export const nucleus = defineStep({
  id: 'nucleus',
  aliases: ['top-p'],
  title: 'Nucleus',
  summary: 'Samples among the fewest tokens that together hold the share p of the mass.',
  formula: 'Keep the smallest set V with Σ P(v) ≥ p over v in V, taken by descending P; divide by its mass.',
  paper: 'Holtzman et al. 2020, arXiv 1904.09751, section 3.1',
  weakness:
    'On a flat distribution a high p lets in a long tail; the token that crosses p stays however unlikely it is.',
  family: 'truncation',
  parameters: z.strictObject({
    p: real(0.9, { min: 0, max: 1 }, { title: 'p', help: 'a share of the mass' }),
  }),
  neutral: { p: 1 },
  create:
    ({ p }) =>
    (distribution) =>
      keepNucleus(distribution, p),
})
