import { z } from 'zod'
import { defineSearch } from '../chain/definition.ts'
import { singleRowDecoder } from './single-row.ts'

export const greedy = defineSearch({
  id: 'greedy',
  title: 'Greedy',
  summary: 'Takes the most likely token, every time.',
  formula: 'argmax P(v); ties go to the lowest token id.',
  paper: 'Holtzman et al. 2020, arXiv 1904.09751, section 2',
  weakness: 'It loops: what is in the text already is likelier to come again.',
  isCommon: true,
  family: 'search',
  parameters: z.strictObject({}),
  isDeterministic: true,
  isStepwise: true,
  keeps: (final) => final.head(1),
  sentence: () => 'Keeps one word, the most likely.',
  geometry: () => ({ kind: 'rank', after: 1, label: 'the most likely' }),
  create: (_, setup) => singleRowDecoder(setup, (final) => ({ token: final.id(0), u: null })),
})
