import type { Estimate } from '../../measure/measures.ts'
import { ticksAcross } from './room.ts'
import { type Axis, scaleOf } from './scale.ts'
import { at, layOutNames, line, svgDocument, text } from './svg.ts'

export interface BarFigure {
  readonly title: string
  readonly description: string
  readonly x: Axis
  /** Names of the bars of each row, in order. */
  readonly series: readonly string[]
  readonly rows: readonly { readonly label: string; readonly values: readonly Estimate[] }[]
}

const WIDTH = 680
const LABELS = 190
const BAR = 13
const GAP = 11
const TOP = 34
const BOTTOM = 44

/** Horizontal bars with their bootstrap intervals, row by row. */
export function drawBars({ title, description, x, series, rows }: BarFigure): string {
  const toX = scaleOf(x, LABELS, WIDTH - 60)
  const rowHeight = series.length * BAR + GAP
  const height = TOP + rows.length * rowHeight + BOTTOM
  const bottom = height - BOTTOM
  const grid = ticksAcross(x, toX).map(
    (tick) =>
      line(tick.x, TOP - 6, tick.x, bottom, 'grid') +
      (tick.isWritten ? text(tick.x, bottom + 17, tick.words, 'text-anchor="middle" class="q"') : ''),
  )
  const bars = rows.map(({ label, values }, row) => {
    const top = TOP + row * rowHeight
    const middle = top + (series.length * BAR) / 2 + 4
    return (
      text(LABELS - 8, middle, label, 'text-anchor="end"') +
      values.map((value, index) => drawBar(value, index, top, toX, toX(x.min))).join('')
    )
  })
  const axis =
    line(toX(x.min), TOP - 6, toX(x.min), bottom, 'axis') +
    text((LABELS + WIDTH - 60) / 2, height - 8, x.label, 'text-anchor="middle"')
  const legend = series.length > 1 ? drawLegend(series, LABELS, 16) : ''
  return svgDocument(
    { width: WIDTH, height },
    title,
    description,
    [legend, ...grid, ...bars, axis].join('\n'),
  )
}

function drawLegend(names: readonly string[], x: number, y: number): string {
  return layOutNames(names, x)
    .map(
      ({ name, left }, index) =>
        `<rect x="${at(left)}" y="${at(y - 10)}" width="22" height="${BAR - 2}" class="s${index}" ` +
        `fill-opacity="0.85"/>${text(left + 27, y, name)}`,
    )
    .join('')
}

function drawBar(
  { value, low, high }: Estimate,
  index: number,
  top: number,
  toX: (value: number) => number,
  zero: number,
): string {
  const y = top + index * BAR
  if (value === null) return text(zero + 4, y + BAR - 3, 'not measured', 'class="q"')
  const bar =
    `<rect x="${at(zero)}" y="${at(y + 1)}" width="${at(Math.max(0.5, toX(value) - zero))}" ` +
    `height="${BAR - 2}" class="s${index}" fill-opacity="0.85"/>`
  const end = high ?? value
  const whisker =
    low !== undefined && high !== undefined
      ? line(toX(low), y + BAR / 2, toX(high), y + BAR / 2, 'error')
      : ''
  return bar + whisker + text(toX(end) + 5, y + BAR - 3, String(Number(value.toPrecision(3))), 'class="q"')
}
