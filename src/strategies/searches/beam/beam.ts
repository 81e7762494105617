import { z } from 'zod'
import { defineSearch } from '../../chain/definition.ts'
import { beamDecoder } from './decoder.ts'
import { lookAtBeam } from './look-at.ts'
import { beamParameters } from './parameters.ts'
import { beamRule } from './rule.ts'

export const beam = defineSearch({
  id: 'beam',
  title: 'Beam',
  summary: 'Follows the few most likely texts side by side and returns the best finished one.',
  formula:
    'Keep the `width` texts of highest Σ ln P; answer the highest Σ ln P / length^length-penalty. ' +
    '`never` with length penalty 0 is canonical beam search.',
  paper: 'Lowerre 1976; Wu et al. 2016, arXiv 1609.08144, section 7; the rules of transformers 5',
  weakness:
    'The likeliest texts are dull and loop, and wide beams may stop at once: high probability is not ' +
    'human-like.',
  isCommon: true,
  family: 'search',
  parameters: z.strictObject(beamParameters),
  isDeterministic: true,
  rows: 'width',
  lookAt: lookAtBeam,
  create: ({ width, 'length-penalty': lengthPenalty, 'early-stopping': earlyStopping }, setup) =>
    beamDecoder(setup, [beamRule({ width, lengthPenalty, earlyStopping }, setup.limits)]),
})
