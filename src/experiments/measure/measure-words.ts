import { setMetrics } from '../../metrics/registry.ts'

/** Measures that the report's tables name. */
const NAMED = [
  'perplexity',
  'surprisal-mean-nats',
  'seq-rep-4',
  'repetition-paper',
  'repetition-degen',
  'self-bleu-4',
  'zipf',
  'kept-mean',
  'stop-rate',
]

/** What they mean, as a section of the report. */
export function measureWords(): string {
  const lines = setMetrics
    .filter(({ id }) => NAMED.includes(id))
    .map(({ title, summary }) => `- **${title}.** ${summary}`)
  return ['## What the measures mean', '', ...lines].join('\n')
}
