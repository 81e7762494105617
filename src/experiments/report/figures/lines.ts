import { placeOfLabel, ticksAcross } from './room.ts'
import { type Axis, scaleOf, ticksOf, tickText } from './scale.ts'
import { at, COLOURS, layOutNames, line, svgDocument, text } from './svg.ts'

interface Series {
  readonly name: string
  readonly points: readonly { readonly x: number; readonly y: number | null }[]
  /** Dots at the points; the default for few points. */
  readonly dots?: boolean
}

export interface Panel {
  readonly title: string
  readonly x: Axis
  readonly y: Axis
  readonly series: readonly Series[]
  /** Levels to compare with, such as human text. */
  readonly rules?: readonly { readonly y: number; readonly label: string }[]
}

export interface LineFigure {
  readonly title: string
  readonly description: string
  readonly panels: readonly Panel[]
  readonly columns?: number
  readonly panelWidth?: number
}

const HEIGHT = 230
const PAD = { left: 54, right: 14, top: 28, bottom: 44 }
const LEGEND = 26
const FEW_POINTS = 25

/** Small multiples of lines; one legend for all, where there is more than one series. */
export function drawLines({
  title,
  description,
  panels,
  columns = panels.length,
  panelWidth = 340,
}: LineFigure): string {
  const names = [...new Set(panels.flatMap(({ series }) => series.map(({ name }) => name)))]
  const legend = names.length > 1 ? drawLegend(names, 20, 16) : ''
  const top = legend ? LEGEND : 0
  const body = panels.map((panel, index) => {
    const x = (index % columns) * panelWidth
    const y = top + Math.floor(index / columns) * HEIGHT
    return `<g transform="translate(${at(x)} ${at(y)})">${drawPanel(panel, names, panelWidth)}</g>`
  })
  const size = { width: columns * panelWidth, height: top + Math.ceil(panels.length / columns) * HEIGHT }
  return svgDocument(size, title, description, [legend, ...body].join('\n'))
}

function drawLegend(names: readonly string[], x: number, y: number): string {
  return layOutNames(names, x)
    .map(({ name, left }, index) => {
      return line(left, y - 4, left + 22, y - 4, `l${index % COLOURS}`) + text(left + 27, y, name)
    })
    .join('')
}

function drawPanel(
  { title, x, y, series, rules = [] }: Panel,
  names: readonly string[],
  width: number,
): string {
  const toX = scaleOf(x, PAD.left, width - PAD.right)
  const toY = scaleOf(y, HEIGHT - PAD.bottom, PAD.top)
  const right = width - PAD.right
  const bottom = HEIGHT - PAD.bottom
  const parts = [text(PAD.left, 17, title, 'class="t"')]
  for (const tick of ticksOf(y)) {
    parts.push(line(PAD.left, toY(tick), right, toY(tick), 'grid'))
    parts.push(text(PAD.left - 6, toY(tick) + 4, tickText(tick), 'text-anchor="end" class="q"'))
  }
  for (const tick of ticksAcross(x, toX)) {
    parts.push(line(tick.x, bottom, tick.x, bottom + 4, 'axis'))
    if (!tick.isWritten) continue
    parts.push(text(tick.x, bottom + 17, tick.words, 'text-anchor="middle" class="q"'))
  }
  parts.push(line(PAD.left, bottom, right, bottom, 'axis'))
  parts.push(text((PAD.left + right) / 2, HEIGHT - 8, x.label, 'text-anchor="middle"'))
  parts.push(
    text(
      0,
      0,
      y.label,
      `text-anchor="middle" transform="translate(10 ${at((PAD.top + bottom) / 2)}) rotate(-90)"`,
    ),
  )
  const paths = series.map((one) => known(one).map((point) => ({ x: toX(point.x), y: toY(point.y) })))
  for (const rule of rules) {
    parts.push(line(PAD.left, toY(rule.y), right, toY(rule.y), 'rule'))
    const place = placeOfLabel(rule.label, toY(rule.y), paths, {
      left: PAD.left,
      right,
      top: PAD.top,
      bottom,
    })
    parts.push(text(place.x, place.y, rule.label))
  }
  for (const one of series) parts.push(drawSeries(one, names.indexOf(one.name) % COLOURS, toX, toY))
  return parts.join('')
}

/** Points that have a value. */
const known = ({ points }: Pick<Series, 'points'>) =>
  points.flatMap(({ x, y }) => (y === null ? [] : [{ x, y }]))

function drawSeries(
  { points, dots = points.length <= FEW_POINTS }: Series,
  colour: number,
  toX: (value: number) => number,
  toY: (value: number) => number,
): string {
  const drawn = known({ points })
  const path = drawn.map(({ x, y }) => `${at(toX(x))},${at(toY(y))}`).join(' ')
  const marks = dots
    ? drawn
        .map(({ x, y }) => `<circle cx="${at(toX(x))}" cy="${at(toY(y))}" r="2.8" class="s${colour}"/>`)
        .join('')
    : ''
  return `<polyline points="${path}" class="l${colour}"/>${marks}`
}
