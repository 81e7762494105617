import { EXACTLY } from '../words.ts'
import { mean } from './average.ts'
import type { SetMetric, TextMetric, TextRecord } from './definition.ts'

/**
 * exp(-mean log-probability); null of no tokens.
 * @param logprobs natural logs, one a token, end of text included
 */
function perplexity(logprobs: readonly number[]): number | null {
  const average = mean(logprobs)
  return average === null ? null : Math.exp(-average)
}

const definitions = [
  {
    read: (record: TextRecord) => record.logprobs,
    id: 'perplexity',
    title: 'Perplexity',
    under: 'the model, before any strategy',
    source: 'Holtzman et al. 2020, arXiv 1904.09751, section 4.2',
  },
  {
    read: (record: TextRecord) => record.temperedLogprobs,
    id: 'perplexity-tempered',
    title: 'Perplexity, tempered',
    under: 'the tempered softmax, before truncation',
    source: 'ari-holtzman/degen, metrics/perplexity.py over the log-probabilities its sampler records',
  },
]

const PLAIN =
  'How unexpected the text was to the model: at 20, as if each token were one of 20 equally likely ones. ' +
  'Low is text that the model expects, a loop for example; high is text that surprises it.'

const drawing = { needs: 'steps', scale: { kind: 'log', min: 1 } } as const

export const perplexityOfText: readonly TextMetric[] = definitions.map(({ read, under, ...about }) => ({
  ...about,
  ...drawing,
  summary: `${PLAIN}${EXACTLY}exp(-mean ln p) under ${under}; the end of text counts.`,
  compute: (record) => perplexity(read(record) ?? []),
}))

export const perplexityOfSet: readonly SetMetric[] = definitions.map(({ read, under, ...about }) => ({
  ...about,
  ...drawing,
  summary:
    `${PLAIN}${EXACTLY}exp(-total ln p / tokens) over all texts, under ${under}; the end of text ` +
    'counts.',
  compute: (records) => perplexity(records.flatMap((record) => read(record) ?? [])),
}))
