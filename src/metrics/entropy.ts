import { mean } from './average.ts'
import type { SetMetric, TextMetric } from './definition.ts'

const about = {
  id: 'entropy-mean-nats',
  title: 'Mean entropy',
  unit: 'nats',
  source: 'Meister et al. 2022, arXiv 2202.00666',
  needs: 'steps',
  scale: { kind: 'linear', min: 0 },
} as const

export const entropyOfText: TextMetric = {
  ...about,
  summary:
    'How unsure the model was before a token, on average: the mean entropy of its distributions, ' +
    'before any strategy.',
  compute: ({ entropies = [] }) => mean(entropies),
}

export const entropyOfSet: SetMetric = {
  ...about,
  summary:
    'How unsure the model was before a token, on average over all texts: the mean entropy of its ' +
    'distributions, before any strategy.',
  compute: (records) => mean(records.flatMap(({ entropies = [] }) => entropies)),
}
