import type { Plot } from '@observablehq/plot'
import { clamp, count } from '../../ui/numbers.ts'
import { partingLabels } from '../lane/divergence.ts'
import type { LaneView } from '../lane/view.ts'
import { cursorLine, endMarks } from './ends.ts'
import type { PlotLibrary } from './plot-library.ts'
import {
  axisLength,
  drawnOf,
  findingOf,
  labelledTokens,
  measuredOf,
  SERIES,
  type Series,
  type SeriesName,
  shownValue,
} from './series.ts'

/** One series of all lanes on one axis of tokens, drawn by Observable Plot. */

/** Places in pixels, tokens from 0. */
export interface Drawn {
  readonly figure: Plot & SVGSVGElement
  readonly at: (step: number) => number
  readonly stepAt: (x: number) => number
}

export interface ChartRequest {
  readonly name: SeriesName
  readonly views: readonly LaneView[]
  /** Whether no other series is shown. */
  readonly isAlone: boolean
  /** In pixels. */
  readonly width: number
  /** Tokens a text of the run may have. */
  readonly maxTokens: number
  readonly vocabulary: number
}

/** In pixels; the right one holds the lines' names. */
const MARGIN = { top: 26, bottom: 28, left: 44 }
const HEIGHT = 252
/** Room for the title of one of several. */
const TITLE = 16
const LOW_HEIGHT = 190
const NARROW = 560
/**
 * The longest axis on which dashes distinguish lines. On a longer one a line is steeper than its dashes are
 * long, and stroking tens of thousands of them holds up the page; there the lane's letter rides on its line.
 */
const DASHED_STEPS = 96
/** Steps from a letter to the next, and from one lane's to the next lane's. */
const RIDER_STEPS = 48
const RIDER_SHIFT = 7

export function figureOf(library: PlotLibrary, request: ChartRequest): Drawn {
  const { name, views, isAlone, width, maxTokens, vocabulary } = request
  const series = SERIES[name]
  const lanes = measuredOf(drawnOf(views), series)
  const top = series.top(vocabulary)
  const length = axisLength(lanes, maxTokens)
  const marginTop = MARGIN.top + (isAlone ? 0 : TITLE)
  const figure = library.plot({
    className: 'chart-plot',
    width,
    height: isAlone ? HEIGHT : LOW_HEIGHT,
    marginTop,
    marginBottom: MARGIN.bottom,
    marginLeft: MARGIN.left,
    marginRight: width < NARROW ? 30 : 132,
    x: { domain: [0.5, length + 0.5], axis: null },
    y: { type: series.isLog ? 'log' : 'linear', domain: [series.low, top], axis: null },
    marks: [
      ...axisMarks(library, series.ticks(top), labelledTokens(length)),
      ...(isAlone ? [] : [titleMark(library, series)]),
      ...partingMarks(library, lanes, length),
      ...laneMarks(library, lanes, series, top, length),
      endMarks(lanes, series, top),
    ],
  }) as Drawn['figure']
  tidy(figure)
  figure.setAttribute('aria-label', findingOf(lanes, series))
  figure.append(cursorLine(marginTop, Number(figure.getAttribute('height')) - MARGIN.bottom))
  const x = figure.scale('x')
  return {
    figure,
    at: (step) => Number(x?.apply(step + 1)),
    stepAt: (pixels) => clamp(Math.round(Number(x?.invert?.(pixels))) - 1, 0, length - 1),
  }
}

const titleMark = ({ text }: PlotLibrary, { title, unit }: Series) =>
  text([`${title}${unit && `, ${unit}`}`], {
    frameAnchor: 'top-left',
    dy: -34,
    dx: -MARGIN.left,
    textAnchor: 'start',
    className: 'chart-strong',
  })

const axisMarks = ({ gridY, axisY, axisX }: PlotLibrary, ticks: number[], tokens: number[]) => [
  gridY(ticks, { className: 'chart-grid' }),
  axisY(ticks, { tickSize: 0, tickFormat: count, label: null, className: 'chart-axis' }),
  axisX(tokens, {
    tickSize: 0,
    label: null,
    className: 'chart-axis',
    tickFormat: (token: number) => (token === 1 ? 'token 1' : count(token)),
  }),
]

function tidy(figure: Drawn['figure']): void {
  // Plot puts its few rules into the drawing; the content security policy allows none there, and the style
  // sheet has them.
  for (const style of figure.querySelectorAll('style')) style.remove()
  // It is one image with one sentence; its parts are not named one by one.
  for (const part of figure.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label')
  figure.setAttribute('role', 'img')
}

/** Every lane's line, then what is drawn on lines. */
function laneMarks(
  library: PlotLibrary,
  lanes: readonly LaneView[],
  series: Series,
  top: number,
  length: number,
) {
  const isDense = length > DASHED_STEPS
  const place = { x: 'step', y: 'value' }
  const lines = []
  const riders = []
  for (const [index, { className, letter, sample }] of lanes.entries()) {
    const points = (sample?.steps ?? []).map((step, at) => ({
      step: at + 1,
      value: shownValue(series, step, top),
    }))
    lines.push(
      library.lineY(points, { ...place, className: `chart-line${isDense ? ' is-dense' : ''} ${className}` }),
    )
    if (isDense) {
      const carrying = points.filter(({ step }) => step % RIDER_STEPS === (index * RIDER_SHIFT) % RIDER_STEPS)
      riders.push(
        library.text(carrying, { ...place, text: () => letter, className: `chart-rider ${className}` }),
      )
    }
    if (points.length < length) {
      riders.push(
        library.dot(points.slice(-1), { ...place, r: 3.5, className: `chart-end-dot ${className}` }),
      )
    }
  }
  return [...lines, ...riders]
}

/** Labels one after another on one line: one that has no room of its own is added to the one before it. */
export function labelsThatFit(labels: readonly { step: number; label: string }[], length: number) {
  const fitting: { step: number; label: string }[] = []
  for (const one of labels) {
    const last = fitting.at(-1)
    const isFree = !last || one.step / length >= last.step / length + 0.012 * last.label.length
    if (isFree) fitting.push({ ...one })
    else last.label += `, ${one.label}`
  }
  return fitting
}

function partingMarks(library: PlotLibrary, lanes: readonly LaneView[], length: number) {
  const labels = partingLabels(
    lanes
      .filter(({ isHuman }) => !isHuman)
      .map(({ letter, model, sample }) => ({ letter, model, steps: sample?.steps ?? [] })),
  )
  const x = ({ step }: { step: number }) => step + 1
  const fitting = labelsThatFit(labels, length)
  return [
    library.ruleX(labels, { x, className: 'chart-rule' }),
    library.text(fitting, {
      x,
      text: 'label',
      frameAnchor: 'top',
      textAnchor: 'start',
      dy: -12,
      dx: -2,
      className: 'chart-strong',
    }),
  ]
}
