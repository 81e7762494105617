import { z } from 'zod'
import { exactProbability } from '../../words.ts'
import { short } from '../chain/cut-geometry.ts'
import { defineStep } from '../chain/definition.ts'
import { real } from '../chain/parameters.ts'
import { floorStep } from './families/floor.ts'

export const minP = defineStep({
  id: 'min-p',
  title: 'Min-p',
  summary: 'Drops what is less likely than a share of the most likely token.',
  formula: 'Keep v with P(v) ≥ p · max P; divide by their mass.',
  paper: 'Nguyen et al. 2025, arXiv 2407.01082; read with the critique arXiv 2506.13681',
  weakness:
    'Where one token dominates little else survives, so a small model at p = 0.1 loops as top-k 5 does.',
  isCommon: true,
  family: 'truncation',
  parameters: z.strictObject({
    p: real(
      0.05,
      { min: 0, max: 10 },
      { title: 'p', help: 'a share of the most likely token; above 1 only that one stays', slider: [0, 1] },
    ),
  }),
  neutral: { p: 0 },
  sentence: ({ parameters: { p } }) => `Sets a floor: ${short(p)} of the most likely word.`,
  ...floorStep<{ p: number }>({
    floor: (before, { p }) => p * before.probability(0),
    label: (floor, { p }, before) =>
      `${short(p)} × ${exactProbability(before.probability(0))} = ${exactProbability(floor)}`,
  }),
})
