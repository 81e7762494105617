import { z } from 'zod'
import { exactProbability } from '../../words.ts'
import { short } from '../chain/cut-geometry.ts'
import { defineStep } from '../chain/definition.ts'
import { real } from '../chain/parameters.ts'
import { floorStep } from './families/floor.ts'

export const topA = defineStep({
  id: 'top-a',
  title: 'Top-a',
  summary: 'Drops what is less likely than a share of the most likely token squared.',
  formula: 'Keep v with P(v) ≥ a · (max P)², and the most likely token in any case; divide by their mass.',
  paper: 'BlinkDL, RWKV-LM; no paper',
  weakness: 'On a flat distribution the square is tiny and next to nothing is cut.',
  family: 'truncation',
  parameters: z.strictObject({
    a: real(0.2, { min: 0, max: 100 }, { title: 'a', help: 'a factor on the square', slider: [0, 1] }),
  }),
  neutral: { a: 0 },
  sentence: () => 'Sets a floor by the square of the most likely word.',
  ...floorStep<{ a: number }>({
    floor: (before, { a }) => a * before.probability(0) ** 2,
    label: (floor, { a }, before) =>
      `${short(a)} × ${exactProbability(before.probability(0))}² = ${exactProbability(floor)}`,
  }),
})
