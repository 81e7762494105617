import { z } from 'zod'
import { TOLERANCE } from '../../../sampling/tolerance.ts'
import { defineStep } from '../../chain/definition.ts'
import { real } from '../../chain/parameters.ts'
import { massStep } from '../families/mass.ts'

export const nucleusDropsCrossing = defineStep({
  id: 'nucleus-drops-crossing',
  title: 'Wrong nucleus: drops the crossing token',
  summary:
    'Keeps tokens only while the sum stays within p, so less than p of the mass is left; ' +
    'next-token-visualization did this.',
  formula:
    'Keep the ranks whose cumulative Σ P ≤ p, and the most likely token in any case; divide by their mass.',
  paper: 'A known mistake; compare Holtzman et al. 2020, section 3.1, where the mass must reach p',
  weakness: 'Where the second token would cross p, it is greedy decoding in disguise.',
  family: 'bug museum',
  parameters: z.strictObject({
    p: real(0.9, { min: 0, max: 1 }, { title: 'p', help: 'a share of the mass' }),
  }),
  neutral: { p: 1 },
  ...massStep({
    takes: (mass, p, next) => mass + next() <= p + TOLERANCE,
    verb: 'would cross',
    isDropped: true,
  }),
})
