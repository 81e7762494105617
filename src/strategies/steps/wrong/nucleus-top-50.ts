import { z } from 'zod'
import type { Distribution } from '../../../sampling/distribution.ts'
import { defineStep } from '../../chain/definition.ts'
import { real } from '../../chain/parameters.ts'
import { massGeometry } from '../families/mass.ts'
import { keepNucleus, nucleusCrossing } from '../nucleus.ts'

const firstFifty = (distribution: Distribution) => distribution.head(50)

export const nucleusTop50 = defineStep({
  id: 'nucleus-top-50',
  title: 'Wrong nucleus: of the top 50 only',
  summary:
    'Cuts to the 50 most likely tokens before the softmax and takes the nucleus of these; ' +
    'Transformer Explainer did this.',
  formula: 'Keep the 50 tokens of highest P, divide by their mass, then keep the nucleus of what is left.',
  paper:
    'A known mistake; compare Holtzman et al. 2020, section 3.1, where the mass is that of the whole ' +
    'vocabulary',
  weakness:
    'On a flat distribution the nucleus should hold hundreds or thousands of tokens; this never ' +
    'holds more than 50.',
  family: 'bug museum',
  parameters: z.strictObject({
    p: real(0.9, { min: 0, max: 1 }, { title: 'p', help: 'a share of the mass' }),
  }),
  geometry: massGeometry({ ...nucleusCrossing, measured: ({ before }) => firstFifty(before) }),
  create:
    ({ p }) =>
    (distribution) =>
      keepNucleus(firstFifty(distribution), p),
})
