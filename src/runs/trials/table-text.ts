import { csvLine } from '../../csv.ts'
import { textMetrics } from '../../metrics/registry.ts'
import { bits, count, plural, significant } from '../../words.ts'
import type { TrialRow, TrialTable } from './table.ts'

/** Metrics that people see first; the others are in the files and in JSON. */
export const HEADLINES = [
  'length',
  'perplexity',
  'entropy-mean-nats',
  'kept-mean',
  'repetition-paper',
  'seq-rep-4',
  'distinct-2',
  'compression-ratio',
]

/** What they mean. */
export const headlineTerms = HEADLINES.flatMap((headline) =>
  textMetrics
    .filter(({ id }) => id === headline)
    .map(({ title, summary }) => ({ name: title, meaning: summary })),
)

/** Names of the columns of `cellsOf`. */
export const HEAD = ['metric', 'lane', 'texts', 'mean', '95%', 'minus first lane', '95%', 'p']

/** The table for people: one row a metric and lane, columns aligned. */
export function tableText(table: TrialTable): string {
  const shown = HEADLINES.flatMap((id) => table.rows.filter(({ metric }) => metric === id))
  const cells = [HEAD, ...shown.map(cellsOf)]
  const widths = HEAD.map((_, index) => Math.max(...cells.map((row) => row[index]!.length)))
  const lines = cells.map((row) =>
    row
      .map((cell, index) => (index < 2 ? cell.padEnd(widths[index]!) : cell.padStart(widths[index]!)))
      .join('  ')
      .trimEnd(),
  )
  return [...lines, '', summaryOf(table)].join('\n')
}

/** What intervals and p values are of, in a sentence. */
export function summaryOf({ prompts, runs, texts, failed, over, lanes, rows }: TrialTable): string {
  const counted = `${plural(texts, 'text')} of ${plural(prompts, 'prompt')} in ${plural(runs, 'run')}.`
  const broken = failed > 0 ? ` Broken off by an error, and measured as far as they came: ${failed}.` : ''
  if (rows.every(({ low }) => low === undefined)) {
    const what = lanes.length < 2 ? 'Intervals need' : 'Intervals and p need'
    return `${counted}${broken} ${what} two prompts, or two texts a lane of one prompt: add prompts or seeds.`
  }
  const blank = rows.some(({ low }) => low === undefined)
    ? ` One ${over === 'prompts' ? 'prompt' : 'text'} alone has none.`
    : ''
  const summary = `${counted}${broken} Intervals: 95% bootstrap over ${over}.${blank}`
  if (lanes.length < 2) return summary
  return `${summary} Differences: paired by prompt, seed and sample with ${lanes[0]}; p of a sign-flip test.`
}

/** A row in words: title, lane, then figures; bits where the metric has nats. */
export function cellsOf({ metric, lane, texts, mean, low, high, against }: TrialRow): string[] {
  const { title = metric, unit = '' } = textMetrics.find(({ id }) => id === metric) ?? {}
  const isNats = unit === 'nats'
  const value = (figure: number) => short(isNats ? bits(figure) : figure)
  const interval = (from: number | undefined, to: number | undefined) =>
    from === undefined || to === undefined ? '' : `${value(from)} to ${value(to)}`
  return [
    isNats ? `${title}, bits` : title,
    lane,
    count(texts),
    value(mean),
    interval(low, high),
    against ? value(against.difference) : '',
    interval(against?.low, against?.high),
    against && against.p !== null ? short(against.p, 2) : '',
  ]
}

/** Four digits that count. */
const short = (value: number, digits = 4): string =>
  Number.isFinite(value) ? significant(value, digits) : String(value)

const COLUMNS = [
  'metric',
  'lane',
  'texts',
  'mean',
  'low',
  'high',
  'pairs',
  'difference',
  'difference-low',
  'difference-high',
  'p',
  'correlation',
]

/** The whole table as CSV: one row a metric and lane. */
export function tableCsv({ rows }: TrialTable): string {
  const lines = rows.map(({ metric, lane, texts, mean, low, high, against }) => [
    metric,
    lane,
    texts,
    mean,
    low,
    high,
    against?.pairs,
    against?.difference,
    against?.low,
    against?.high,
    against?.p,
    against?.correlation,
  ])
  return [COLUMNS, ...lines].map((line) => `${csvLine(line)}\n`).join('')
}
