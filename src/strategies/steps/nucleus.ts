import { z } from 'zod'
import type { Distribution } from '../../sampling/distribution.ts'
import { reaches } from '../../sampling/tolerance.ts'
import { short } from '../chain/cut-geometry.ts'
import { defineStep } from '../chain/definition.ts'
import { real } from '../chain/parameters.ts'
import { keepMass, massStep } from './families/mass.ts'

const takesUntilReached = (mass: number, p: number) => !reaches(mass, p)

/**
 * The top-p set: the smallest set of tokens whose probability mass reaches `p`, renormalised by that mass.
 * The token that crosses p stays; at equality the set stops; the most likely token always stays.
 * Holtzman et al. 2020 (arXiv 1904.09751), section 3.1.
 * @param p share of the mass, 0 to 1; 1 is the identity
 */
export const keepNucleus = (distribution: Distribution, p: number): Distribution =>
  keepMass(distribution, p, takesUntilReached)

/** What a nucleus is drawn by. */
export const nucleusCrossing = { verb: 'crosses' }

export const nucleus = defineStep({
  id: 'nucleus',
  aliases: ['top-p'],
  title: 'Nucleus',
  summary: 'Samples among the fewest tokens that together hold the share p of the mass.',
  formula: 'Keep the smallest set V with Σ P(v) ≥ p over v in V, taken by descending P; divide by its mass.',
  paper: 'Holtzman et al. 2020, arXiv 1904.09751, section 3.1',
  weakness:
    'On a flat distribution a high p lets in a long tail; the token that crosses p stays however ' +
    'unlikely it is.',
  isCommon: true,
  family: 'truncation',
  parameters: z.strictObject({
    p: real(0.9, { min: 0, max: 1 }, { title: 'p', help: 'a share of the mass' }),
  }),
  neutral: { p: 1 },
  massGoal: ({ p }) => p,
  sentence: ({ parameters: { p } }) =>
    `Counts mass. The staircase climbs to ${short(p)}; the word that crosses stays.`,
  ...massStep({ takes: takesUntilReached, ...nucleusCrossing }),
})
