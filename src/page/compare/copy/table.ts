import { csvLine } from '../../../csv.ts'
import { short } from '../../ui/numbers.ts'
import { growthsAlong } from '../branch/branch.ts'
import { branchWords } from '../branch/in-words.ts'
import { stopMark } from '../lane/stop-mark.ts'
import type { LaneView } from '../lane/view.ts'
import type { Offer } from '../settings/offer.ts'
import { sampleText } from './sample-text.ts'

/** All texts of a run with their metrics as a table: for a document, or for a spreadsheet. */

type Metrics = Offer['metrics']

interface Row {
  readonly cells: readonly string[]
  /** One a metric; undefined where a text has none. */
  readonly values: readonly (number | undefined)[]
}

/**
 * A row a text, in the order of the lanes; metrics that no text has are left out, and so is what a person put
 * into texts where nobody did.
 */
function tableOf(views: readonly LaneView[], metrics: Metrics) {
  const texts = views.flatMap((view) =>
    (view.laneRun?.samples ?? []).map((sample, index) => ({ view, sample, index })),
  )
  const measured = metrics.filter(({ id }) => texts.some(({ sample }) => isNumber(sample.metrics?.[id])))
  const isBranched = texts.some(({ sample }) => growthsAlong(sample).size > 0)
  const rows: Row[] = texts.map(({ view, sample, index }) => ({
    cells: [
      view.letter,
      view.name,
      view.laneRun?.lane ?? view.notation,
      String(index + 1),
      sampleText(sample),
      view.isHuman ? '' : stopMark(sample),
      ...(isBranched ? [branchWords(sample).join('; ')] : []),
    ],
    values: measured.map(({ id }) => {
      const value = sample.metrics?.[id]
      return isNumber(value) ? value : undefined
    }),
  }))
  return { metrics: measured, rows, heads: isBranched ? [...HEADS, 'by hand'] : HEADS }
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

const HEADS = ['lane', 'name', 'chain', 'sample', 'text', 'stopped']

/** Numbers of three digits, line breaks of a text as `<br>`: a row is one line. */
export function markdownTable(views: readonly LaneView[], offered: Metrics): string {
  const { metrics, rows, heads: own } = tableOf(views, offered)
  const heads = [...own, ...metrics.map(titleOf)]
  const lines = [
    heads.map(inCell),
    heads.map((_, index) => (index < own.length ? '---' : '---:')),
    ...rows.map(({ cells, values }) => [
      ...cells.map(inCell),
      ...values.map((value) => (value === undefined ? '' : short(value))),
    ]),
  ]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Numbers in full, in the units of their heads. */
export function csvTable(views: readonly LaneView[], offered: Metrics): string {
  const { metrics, rows, heads } = tableOf(views, offered)
  const lines = [
    [...heads, ...metrics.map(titleOf)],
    ...rows.map(({ cells, values }) => [...cells, ...values]),
  ]
  return lines.map(csvLine).join('\r\n')
}

const titleOf = ({ title, unit }: Metrics[number]): string =>
  unit === undefined ? title : `${title}, ${unit}`

/** Signs that mean something in Markdown or HTML stay the signs they are. */
const inCell = (text: string): string =>
  text
    .replace(/[\\`*_[\]<>|~#&]/g, (sign) => (sign === '<' ? '&lt;' : sign === '&' ? '&amp;' : `\\${sign}`))
    .replace(/\r\n|[\r\n]/g, '<br>')
