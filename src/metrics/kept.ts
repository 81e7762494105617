import { mean } from './average.ts'
import type { SetMetric, TextMetric } from './definition.ts'

const about = {
  id: 'kept-mean',
  title: 'Mean tokens kept',
  unit: 'tokens',
  source: 'Holtzman et al. 2020, arXiv 1904.09751, section 3.1',
  needs: 'steps',
  scale: { kind: 'log', min: 1 },
} as const

const SEARCH =
  'the whole vocabulary where no step cuts. Which of them comes next is the choice of the search.'

export const keptOfText: TextMetric = {
  ...about,
  summary: `Mean number of tokens that the steps of the chain left, over the tokens of the text; ${SEARCH}`,
  compute: ({ kept = [] }) => mean(kept),
}

export const keptOfSet: SetMetric = {
  ...about,
  summary: `Mean number of tokens that the steps of the chain left, over the tokens of all texts; ${SEARCH}`,
  compute: (records) => mean(records.flatMap(({ kept = [] }) => kept)),
}
