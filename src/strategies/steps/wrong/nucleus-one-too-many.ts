import { z } from 'zod'
import { TOLERANCE } from '../../../sampling/tolerance.ts'
import { defineStep } from '../../chain/definition.ts'
import { real } from '../../chain/parameters.ts'
import { massStep } from '../families/mass.ts'

export const nucleusOneTooMany = defineStep({
  id: 'nucleus-one-too-many',
  title: 'Wrong nucleus: one too many at equality',
  summary:
    'Goes on until the sum exceeds p, so a sum of exactly p lets one more token in; the paper’s own ' +
    'code (degen) and older HF transformers did this.',
  formula: 'Keep the ranks before which the cumulative Σ P is not above p; divide by their mass.',
  paper:
    'A known mistake; compare Holtzman et al. 2020, section 3.1, where the set is the smallest that ' +
    'reaches p',
  weakness: 'Seen only where a sum equals p exactly: rare in a model, common in examples with round numbers.',
  family: 'bug museum',
  parameters: z.strictObject({
    p: real(0.9, { min: 0, max: 1 }, { title: 'p', help: 'a share of the mass' }),
  }),
  neutral: { p: 1 },
  ...massStep({ takes: (mass, p) => mass <= p + TOLERANCE, verb: 'is the last' }),
})
