import { z } from 'zod'
import { drawsOf } from '../../sampling/coupling.ts'
import { defineSearch } from '../chain/definition.ts'
import { singleRowDecoder } from './single-row.ts'

export const sample = defineSearch({
  id: 'sample',
  title: 'Pure sampling',
  summary: 'Draws the next token from what the chain left; with no step before it, pure sampling.',
  formula:
    'Take the first token, by descending P, at which the cumulative mass exceeds u, with u uniform ' +
    'in [0, 1).',
  paper: 'Ancestral sampling; Holtzman et al. 2020, arXiv 1904.09751, section 3',
  weakness: 'Without a cut the unreliable tail holds enough mass to derail a text sooner or later.',
  isCommon: true,
  family: 'search',
  parameters: z.strictObject({}),
  isDeterministic: false,
  isStepwise: true,
  isImplied: true,
  sentence: () => 'Nothing is cut: the draw is from all of it.',
  create: (_, setup) => {
    const draw = drawsOf(setup.coupling ?? 'inverse-cdf', setup.streams)
    return singleRowDecoder(setup, draw)
  },
})
