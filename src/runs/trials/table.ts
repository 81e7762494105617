import { groupBy } from '../../group-by.ts'
import { measureSet, textMetrics } from '../../metrics/registry.ts'
import { randomStreams } from '../../sampling/random.ts'
import type { Metrics } from '../run/events.ts'
import { textRecord } from '../run/text-record.ts'
import { bootstrapInterval, type Part } from './bootstrap.ts'
import { comparePairs, type Pair, type PairedComparison } from './paired.ts'
import { type Trial, type TrialText, textsOf } from './trial.ts'

/** A metric of a lane over all its texts. */
export interface TrialRow {
  /** Of a `TextMetric`. */
  readonly metric: string
  readonly lane: string
  /** Texts that have the metric. */
  readonly texts: number
  /** Mean over them. */
  readonly mean: number
  /** 95% bootstrap interval; absent where there is nothing to resample. */
  readonly low?: number
  readonly high?: number
  /** Against the first lane; absent for it, and where no texts can be paired. */
  readonly against?: PairedComparison
}

export interface TrialTable {
  /** The first one is what the others are compared with. */
  readonly lanes: readonly string[]
  readonly prompts: number
  /** Runs of all lanes, one a prompt and seed. */
  readonly runs: number
  readonly texts: number
  /** Texts that broke off with an error; they are measured as far as they came. */
  readonly failed: number
  /** What intervals and tests resample: prompts, or the texts of one prompt. */
  readonly over: 'prompts' | 'texts'
  readonly rows: readonly TrialRow[]
}

/** The table with what is measured of all texts of a lane together, by lane: takes long for many texts. */
export type FullTrialTable = TrialTable & { readonly sets: Readonly<Record<string, Metrics>> }

export function fullTrialTable(trials: readonly Trial[]): FullTrialTable {
  const table = trialTable(trials)
  const texts = textsOf(trials)
  const recordsOf = (lane: string) =>
    texts.filter((text) => text.lane === lane).map(({ result }) => textRecord(result))
  return {
    ...table,
    sets: Object.fromEntries(table.lanes.map((lane) => [lane, measureSet(recordsOf(lane))])),
  }
}

/** Resamples come from this seed: the same trials give the same table. */
const SEED = 1

/**
 * What some trials measured, lane by lane: means with 95% bootstrap intervals, and every lane against the
 * first one on the same prompts with the same random numbers, which makes small differences visible. Prompts
 * are resampled, all texts of one together; where there is one prompt, its texts are.
 * @param metrics ids of those to show; all of them by default
 */
export function trialTable(
  trials: readonly Trial[],
  metrics: readonly string[] = textMetrics.map(({ id }) => id),
): TrialTable {
  const texts = textsOf(trials)
  const lanes = [...new Set(texts.map(({ lane }) => lane))]
  const prompts = new Set(texts.map(({ prompt }) => prompt)).size
  const over = prompts > 1 ? 'prompts' : 'texts'
  const clusterOf = ({ prompt, seed, sample }: TrialText) =>
    over === 'prompts' ? String(prompt) : `${seed}/${sample}`
  const byLane = new Map(lanes.map((lane) => [lane, texts.filter((text) => text.lane === lane)]))
  const [base] = lanes
  return {
    lanes,
    prompts,
    runs: trials.length,
    texts: texts.length,
    failed: texts.filter(({ result }) => result.stop === 'error').length,
    over,
    rows: metrics.flatMap((id) =>
      lanes.flatMap((lane) => {
        const row = rowOf(id, lane, byLane.get(lane)!, clusterOf)
        if (!row || lane === base) return row ?? []
        const pairs = pairsOf(id, byLane.get(lane)!, byLane.get(base!)!, clusterOf)
        return pairs.length === 0 ? row : { ...row, against: comparePairs(pairs, resamples()) }
      }),
    ),
  }
}

const resamples = () => randomStreams(SEED, 0)('bootstrap')

type ClusterOf = (text: TrialText) => string

function rowOf(
  metric: string,
  lane: string,
  texts: readonly TrialText[],
  clusterOf: ClusterOf,
): TrialRow | undefined {
  const parts = new Map<string, Part>()
  let [total, count] = [0, 0]
  for (const text of texts) {
    const value = text.result.metrics[metric]
    if (value === null || value === undefined) continue
    const before = parts.get(clusterOf(text)) ?? { sum: 0, count: 0 }
    parts.set(clusterOf(text), { sum: before.sum + value, count: before.count + 1 })
    total += value
    count++
  }
  if (count === 0) return undefined
  const interval = bootstrapInterval([...parts.values()], resamples())
  return { metric, lane, texts: count, mean: total / count, ...interval }
}

/**
 * Texts of two lanes that share prompt, seed and sample; the one text of a lane without chance is paired with
 * every sample of the other.
 */
function pairsOf(
  metric: string,
  texts: readonly TrialText[],
  bases: readonly TrialText[],
  clusterOf: ClusterOf,
): Pair[] {
  const [ofLane, ofBase] = [grouped(texts), grouped(bases)]
  return [...ofLane].flatMap(([key, mine]) => {
    const theirs = ofBase.get(key) ?? []
    const longer = mine.length >= theirs.length ? mine : theirs
    return longer.flatMap((text, index) => {
      const value = partnerIn(mine, index)?.result.metrics[metric]
      const base = partnerIn(theirs, index)?.result.metrics[metric]
      if (typeof value !== 'number' || typeof base !== 'number') return []
      return { cluster: clusterOf(text), value, base }
    })
  })
}

const partnerIn = (texts: readonly TrialText[], index: number): TrialText | undefined =>
  texts.length === 1 ? texts[0] : texts[index]

/** By prompt and seed. */
const grouped = (texts: readonly TrialText[]) => groupBy(texts, ({ prompt, seed }) => `${prompt}/${seed}`)
