import { z } from 'zod'
import { defineStep } from '../chain/definition.ts'
import { whole } from '../chain/parameters.ts'
import { rankStep } from './families/rank.ts'

export const topK = defineStep({
  id: 'top-k',
  title: 'Top-k',
  summary: 'Samples among the k most likely tokens.',
  formula: 'Keep the k tokens of highest P, exactly k, ties cut by ascending token id; divide by their mass.',
  paper: 'Fan et al. 2018, arXiv 1805.04833',
  weakness: 'A fixed k keeps junk where the model is sure and throws away good words where it is not.',
  isCommon: true,
  family: 'truncation',
  parameters: z.strictObject({
    k: whole(
      40,
      { min: 0, max: 1_000_000 },
      {
        title: 'k',
        help: 'a number of tokens',
        slider: [1, 1000],
        scale: 'log',
      },
    ),
  }),
  neutral: { k: 0 },
  sentence: ({ parameters: { k } }) =>
    `Counts words. The line falls after ${k === 1 ? 'the first' : `number ${k}`}, wherever the mass is.`,
  ...rankStep<{ k: number }>({
    count: (before, { k }) => (k === 0 ? before.size : k),
    label: ({ k }) => `k = ${k}`,
  }),
})
