import { z } from 'zod'
import { short } from '../chain/cut-geometry.ts'
import { defineStep } from '../chain/definition.ts'
import { real } from '../chain/parameters.ts'
import { floorStep } from './families/floor.ts'

export const epsilon = defineStep({
  id: 'epsilon',
  title: 'Epsilon',
  summary: 'Drops every token less likely than a fixed probability.',
  formula: 'Keep v with P(v) ≥ e, and the most likely token in any case; divide by their mass.',
  paper: 'Hewitt et al. 2022, arXiv 2210.15191',
  weakness: 'One threshold for all contexts: on a flat distribution it cuts good words with the bad.',
  family: 'truncation',
  parameters: z.strictObject({
    e: real(
      6e-4,
      { min: 0, max: 1 },
      { title: 'e', help: 'a probability', slider: [1e-5, 0.1], scale: 'log' },
    ),
  }),
  neutral: { e: 0 },
  sentence: () => 'Sets one floor for every distribution.',
  ...floorStep<{ e: number }>({ floor: (_, { e }) => e, label: (floor) => `e = ${short(floor)}` }),
})
