import type { TextRecord } from '../../metrics/definition.ts'
import { setMetrics, textMetrics } from '../../metrics/registry.ts'
import { bootstrapInterval, type Part } from '../../runs/trials/bootstrap.ts'
import type { RandomStream } from '../../sampling/random.ts'

/** A figure and its 95% bootstrap interval over prompts, where it has one. */
export interface Estimate {
  readonly value: number | null
  readonly low?: number
  readonly high?: number
}

/** By metric id. */
export type Estimates = Readonly<Record<string, Estimate>>

/** A text to measure, and what groups it. */
export interface MeasuredText {
  readonly record: TextRecord
  /** Texts of one prompt are resampled together. */
  readonly prompt: string
  readonly seed: number
}

/** Measured over all texts. */
const POOLED = [
  'perplexity',
  'perplexity-tempered',
  'surprisal-mean-nats',
  'surprisal-sd-nats',
  'entropy-mean-nats',
  'kept-mean',
  'repetition-paper',
  'repetition-degen',
  'seq-rep-2',
  'seq-rep-4',
  'diversity',
  'stop-rate',
  'length',
]

/**
 * These grow or shrink with the number of texts, so they are measured on equally many: the mean over the
 * seeds.
 */
const PER_SEED = ['self-bleu-4', 'self-bleu-5', 'zipf', 'distinct-2', 'distinct-2-degen']

/** Means over texts that have an interval; pooled perplexity is treated apart. */
const WITH_INTERVAL = ['surprisal-sd-nats', 'repetition-paper', 'repetition-degen', 'seq-rep-2', 'seq-rep-4']

/** @param comparable how many prompts the figures that depend on the number of texts are measured on */
export function measureTexts(
  texts: readonly MeasuredText[],
  comparable: number,
  random: RandomStream,
): Estimates {
  const records = texts.map(({ record }) => record)
  const estimates: Record<string, Estimate> = {}
  for (const id of POOLED)
    estimates[id] = { value: computeSet(id, records), ...intervalOf(id, texts, random) }
  for (const id of PER_SEED) estimates[id] = { value: perSeed(id, texts, comparable) }
  return estimates
}

const computeSet = (id: string, records: readonly TextRecord[]): number | null =>
  setMetrics.find((metric) => metric.id === id)!.compute(records)

function perSeed(id: string, texts: readonly MeasuredText[], comparable: number): number | null {
  const prompts = [...new Set(texts.map(({ prompt }) => prompt))].slice(0, comparable)
  const values = [...new Set(texts.map(({ seed }) => seed))].map((seed) =>
    computeSet(
      id,
      texts.filter((text) => text.seed === seed && prompts.includes(text.prompt)).map(({ record }) => record),
    ),
  )
  if (values.some((value) => value === null)) return null
  return values.reduce<number>((sum, value) => sum + value!, 0) / values.length
}

function intervalOf(id: string, texts: readonly MeasuredText[], random: RandomStream) {
  if (id === 'perplexity') {
    return bootstrapInterval(
      partsOf(texts, ({ logprobs = [] }) => ({
        sum: logprobs.reduce((sum, one) => sum - one, 0),
        count: logprobs.length,
      })),
      random,
      Math.exp,
    )
  }
  const metric = WITH_INTERVAL.includes(id) && textMetrics.find((one) => one.id === id)
  if (!metric) return undefined
  return bootstrapInterval(
    partsOf(texts, (record) => {
      const value = metric.compute(record)
      return { sum: value ?? 0, count: value === null ? 0 : 1 }
    }),
    random,
  )
}

/** One part a prompt. */
function partsOf(texts: readonly MeasuredText[], partOf: (record: TextRecord) => Part): Part[] {
  const parts = new Map<string, Part>()
  for (const { record, prompt } of texts) {
    const { sum, count } = partOf(record)
    const before = parts.get(prompt) ?? { sum: 0, count: 0 }
    parts.set(prompt, { sum: before.sum + sum, count: before.count + count })
  }
  return [...parts.values()]
}
