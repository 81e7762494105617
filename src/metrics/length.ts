import { mean } from './average.ts'
import { type SetMetric, type TextMetric, textOf } from './definition.ts'

const about = {
  id: 'length',
  title: 'Length',
  unit: 'tokens',
  source: 'Holtzman et al. 2020, arXiv 1904.09751 (there at most 200)',
  needs: 'tokens',
  scale: { kind: 'linear', min: 0 },
} as const

export const lengthOfText: TextMetric = {
  ...about,
  summary: 'Tokens of the text, without an end-of-text token.',
  compute: (record) => textOf(record).length,
}

export const lengthOfSet: SetMetric = {
  ...about,
  summary: 'Mean number of tokens of a text, without an end-of-text token.',
  compute: (records) => mean(records.map((record) => textOf(record).length)),
}
