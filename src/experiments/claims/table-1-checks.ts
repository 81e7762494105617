import type { Estimates } from '../measure/measures.ts'
import { atLeast, atMost, type Check, ratio } from './checks.ts'
import { margins } from './margins.ts'

/** A row of the table, as far as checks read it. */
export interface MeasuredRow {
  readonly id: string
  readonly measures: Estimates
}

/** What is claimed of our Table 1; the paper's finer orderings are compared instead (table-1-orderings.ts). */
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
    atMost('Perplexity of greedy against human, times', perplexity('greedy', 'human'), belowHuman),
    atMost('Perplexity of beam against human, times', perplexity('beam', 'human'), belowHuman),
    atLeast('Perplexity of pure sampling against nucleus 0.95, times', perplexity('pure', 'nucleus'), step),
    atLeast('Perplexity of nucleus 0.95 against k=40, times', perplexity('nucleus', 'k40'), step),
    atLeast('Perplexity of k=40 against k=40 with t=0.7, times', perplexity('k40', 'k40-t07'), largeStep),
    atLeast(
      'Perplexity of k=40 with t=0.7 against greedy, times',
      perplexity('k40-t07', 'greedy'),
      largeStep,
    ),
    atMost('Perplexity of nucleus 0.95 against human, times', perplexity('nucleus', 'human'), nucleusTo),
    atLeast('Perplexity of nucleus 0.95 against human, times', perplexity('nucleus', 'human'), nucleusFrom),
  ]
}

function repetitionChecks(get: (row: string, id: string) => number | null, times: Times): Check[] {
  const { greedyLoops, beamLoops, sampledLoops, repeated, selfBleu, zipf } = margins.tableOne
  const loops = (row: string) => get(row, 'repetition-paper')
  return [
    atLeast('Repetition of greedy', loops('greedy'), greedyLoops),
    atLeast('Repetition of beam', loops('beam'), beamLoops),
    atMost('Repetition of nucleus 0.95', loops('nucleus'), sampledLoops),
    atMost('Repetition of human text', loops('human'), sampledLoops),
    atMost(
      'Repeated 4-grams of k=40 against k=40 with t=0.7, times',
      times('seq-rep-4', 'k40', 'k40-t07'),
      repeated,
    ),
    atLeast(
      'Self-BLEU 4 of k=40 with t=0.7 against pure, times',
      times('self-bleu-4', 'k40-t07', 'pure'),
      selfBleu,
    ),
    atLeast('Zipf of greedy against nucleus 0.95, times', times('zipf', 'greedy', 'nucleus'), zipf),
  ]
}
