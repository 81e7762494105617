import { z } from 'zod'
import { exactProbability } from '../../words.ts'
import { defineStep } from '../chain/definition.ts'
import { floorStep } from './families/floor.ts'

export const pLess = defineStep({
  id: 'p-less',
  title: 'p-less',
  summary: 'Keeps tokens more likely than the chance that two independent draws agree; nothing to set.',
  formula:
    'Keep v with P(v) ≥ Σ P(w)² over all w, and the most likely token in any case; divide by their mass.',
  paper: 'arXiv 2509.23234',
  weakness: 'Where one token dominates, Σ P² is near its square and only that token is left.',
  family: 'truncation',
  parameters: z.strictObject({}),
  sentence: () => 'Sets a floor: the chance that two draws agree.',
  ...floorStep({
    floor: (before) => before.sumOver((probability) => probability ** 2),
    label: (floor) => `Σ P² = ${exactProbability(floor)}`,
  }),
})
