import { z } from 'zod'
import { defineSearch } from '../chain/definition.ts'
import { real, whole } from '../chain/parameters.ts'
import { contrastiveDecoder } from './contrastive-decoder.ts'
import { lookAtContrastive } from './contrastive-look.ts'

export const contrastive = defineSearch({
  id: 'contrastive',
  title: 'Contrastive',
  summary: 'Among the few most likely tokens takes the one least like the text so far.',
  formula:
    'argmax over the k likeliest v of (1 - α) · P(v) - α · max cos(h_v, h_x), with h the last hidden ' +
    'states, x every token so far.',
  paper: 'Su et al. 2022, arXiv 2202.06417',
  weakness:
    'It needs hidden states that spread out: where all point the same way, the penalty separates nothing.',
  family: 'search',
  parameters: z.strictObject({
    k: whole(4, { min: 1, max: 64 }, { title: 'k', help: 'a number of candidates', slider: [1, 16] }),
    alpha: real(0.6, { min: 0, max: 1 }, { title: 'α', help: 'the weight of the penalty, 0 for greedy,' }),
  }),
  isDeterministic: true,
  rows: 'k',
  needsHiddenStates: true,
  lookAt: lookAtContrastive,
  create: ({ k, alpha }, setup) => contrastiveDecoder(setup, k, alpha),
})
