import { z } from 'zod'
import { exactProbability } from '../../words.ts'
import { short } from '../chain/cut-geometry.ts'
import { defineStep } from '../chain/definition.ts'
import { real } from '../chain/parameters.ts'
import { floorStep } from './families/floor.ts'

export const eta = defineStep({
  id: 'eta',
  title: 'Eta',
  summary: 'Drops tokens below a fixed probability, or below a lower one where the distribution is flat.',
  formula:
    'Keep v with P(v) ≥ min(e, √e · exp(−H)), H the entropy in nats, and the most likely token in ' +
    'any case; divide by their mass.',
  paper: 'Hewitt et al. 2022, arXiv 2210.15191',
  weakness: 'e acts twice, as the threshold and under the root, so its effect is hard to guess.',
  family: 'truncation',
  parameters: z.strictObject({
    e: real(
      2e-3,
      { min: 0, max: 1 },
      { title: 'e', help: 'a probability', slider: [1e-5, 0.1], scale: 'log' },
    ),
  }),
  neutral: { e: 0 },
  sentence: () => 'Sets a floor that sinks where the distribution is flat.',
  ...floorStep<{ e: number }>({
    floor: (before, { e }) => (e === 0 ? 0 : Math.min(e, Math.sqrt(e) * Math.exp(-before.entropy()))),
    label: (floor, { e }) => `min(${short(e)}, √e · exp(−H)) = ${exactProbability(floor)}`,
  }),
})
