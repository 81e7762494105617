import type { Estimates } from '../measure/measures.ts'
import { atLeast, atMost, type Check, ratio } from './checks.ts'
import { margins } from './margins.ts'

/** A row of the table, as far as checks read it. */
export interface MeasuredRow {
  readonly id: string
  readonly measures: Estimates
}

/**
 * What is claimed of our Table 1; the paper's finer orderings are compared instead (table-1-orderings.ts).
 */
export function tableChecks(rows: readonly MeasuredRow[]): Check[] {
  const get = (row: string, id: string) => rows.find((one) => one.id === row)!.measures[id]!.value
  const times = (id: string, row: string, other: string) => ratio(get(row, id), get(other, id))
  return [...perplexityChecks(times), ...repetitionChecks(get, times)]
}

type Times = (id: string, row: string, other: string) => number | null

function perplexityChecks(times: Times): Check[] {
  const { belowHuman, step, largeStep, nucleusFrom, nucleusTo } = margins.tableOne
  const perplexity = (row: string, other: string) => times('perplexity', row, other)
  return [
    atMost('greedy ÷ human perplexity', perplexity('greedy', 'human'), belowHuman),
    atMost('beam ÷ human perplexity', perplexity('beam', 'human'), belowHuman),
    atLeast('pure sampling ÷ nucleus 0.95 perplexity', perplexity('pure', 'nucleus'), step),
    atLeast('nucleus 0.95 ÷ k=40 perplexity', perplexity('nucleus', 'k40'), step),
    atLeast('k=40 ÷ (k=40, t=0.7) perplexity', perplexity('k40', 'k40-t07'), largeStep),
    atLeast('(k=40, t=0.7) ÷ greedy perplexity', perplexity('k40-t07', 'greedy'), largeStep),
    atMost('nucleus 0.95 ÷ human perplexity', perplexity('nucleus', 'human'), nucleusTo),
    atLeast('nucleus 0.95 ÷ human perplexity', perplexity('nucleus', 'human'), nucleusFrom),
  ]
}

function repetitionChecks(get: (row: string, id: string) => number | null, times: Times): Check[] {
  const { greedyLoops, beamLoops, sampledLoops, repeated, selfBleu, zipf } = margins.tableOne
  const loops = (row: string) => get(row, 'repetition-paper')
  return [
    atLeast('greedy texts that end in a loop, share', loops('greedy'), greedyLoops),
    atLeast('beam texts that end in a loop, share', loops('beam'), beamLoops),
    atMost('nucleus 0.95 texts that end in a loop, share', loops('nucleus'), sampledLoops),
    atMost('human texts that end in a loop, share', loops('human'), sampledLoops),
    atMost('k=40 ÷ (k=40, t=0.7) repeated 4-grams', times('seq-rep-4', 'k40', 'k40-t07'), repeated),
    atLeast('(k=40, t=0.7) ÷ pure sampling self-BLEU 4', times('self-bleu-4', 'k40-t07', 'pure'), selfBleu),
    atLeast('greedy ÷ nucleus 0.95 Zipf coefficient', times('zipf', 'greedy', 'nucleus'), zipf),
  ]
}
