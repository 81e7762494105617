import { defined, mean, standardDeviation } from './average.ts'
import type { SetMetric, TextMetric, TextRecord } from './definition.ts'

/** -ln p of every token under the model, in nats; empty where nothing was recorded. */
function surprisals({ logprobs = [] }: TextRecord): number[] {
  return logprobs.map((logprob) => 0 - logprob)
}

const average = {
  id: 'surprisal-mean-nats',
  title: 'Mean surprisal',
  unit: 'nats',
  source: 'Holtzman et al. 2020, arXiv 1904.09751, Figure 2; Meister et al. 2022, arXiv 2202.00666',
  needs: 'steps',
  scale: { kind: 'linear', min: 0 },
} as const

const spread = { ...average, id: 'surprisal-sd-nats', title: 'Spread of surprisal' } as const

export const surprisalOfText: readonly TextMetric[] = [
  {
    ...average,
    summary:
      'How unexpected a token was to the model, on average: the mean of -ln p over the tokens, which ' +
      'is the log of perplexity.',
    compute: (record) => mean(surprisals(record)),
  },
  {
    ...spread,
    summary:
      'How much surprisal varies from token to token: the standard deviation of -ln p (population). ' +
      'Human text varies, a loop does not.',
    compute: (record) => standardDeviation(surprisals(record)),
  },
]

export const surprisalOfSet: readonly SetMetric[] = [
  {
    ...average,
    summary:
      'How unexpected a token was to the model, on average over all texts: the mean of -ln p, which ' +
      'is the log of pooled perplexity.',
    compute: (records) => mean(records.flatMap(surprisals)),
  },
  {
    ...spread,
    summary:
      'How much surprisal varies within a text: the standard deviation of -ln p (population), mean ' +
      'over the texts.',
    compute: (records) => mean(defined(records.map((record) => standardDeviation(surprisals(record))))),
  },
]
