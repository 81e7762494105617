// @ts-check

import { cursorLine, endMarks } from './chart-ends.js'
import { axisLength, drawnOf, findingOf, labelledSteps, SERIES, shownValue } from './chart-view.js'
import { partingLabels } from './divergence.js'
import { count } from './numbers.js'

/**
 * One series of all lanes on one axis of steps, drawn by Observable Plot.
 * @typedef {import('./lane-views.js').LaneView} LaneView
 * @typedef {import('./plot-library.js').PlotLibrary} PlotLibrary
 * @typedef {{ figure: import('@observablehq/plot').Plot & SVGSVGElement, at: (step: number) => number, stepAt: (x: number) => number }} Drawn places in pixels, steps from 0
 * @typedef {object} ChartRequest
 * @property {import('./chart-view.js').SeriesName} name
 * @property {readonly LaneView[]} views
 * @property {boolean} isAlone whether no other series is shown
 * @property {number} width in pixels
 * @property {number} maxTokens steps of the run
 * @property {number} vocabulary
 */

/** In pixels; the right one holds the lines' names. */
const MARGIN = { top: 26, bottom: 28, left: 44 }
const HEIGHT = 252
/** Where one of several stands under its title. */
const TITLE = 16
const LOW_HEIGHT = 190
const NARROW = 560
/**
 * The longest axis on which dashes tell lines apart. On a longer one a line is steeper than its dashes are long, and
 * stroking tens of thousands of them holds up the page; there the lane's letter rides on its line.
 */
const DASHED_STEPS = 96
/** Steps from a letter to the next, and from one lane's to the next lane's. */
const RIDER_STEPS = 48
const RIDER_SHIFT = 7

/** @param {PlotLibrary} Plot @param {ChartRequest} request @returns {Drawn} */
export function figureOf(Plot, { name, views, isAlone, width, maxTokens, vocabulary }) {
  const series = SERIES[name]
  const lanes = drawnOf(views)
  const top = series.top(vocabulary)
  const length = axisLength(lanes, maxTokens)
  const marginTop = MARGIN.top + (isAlone ? 0 : TITLE)
  const title = isAlone ? '' : `${series.title}${series.unit && `, ${series.unit}`}`
  const figure = /** @type {Drawn['figure']} */ (
    Plot.plot({
      className: 'plot',
      width,
      height: isAlone ? HEIGHT : LOW_HEIGHT,
      marginTop,
      marginBottom: MARGIN.bottom,
      marginLeft: MARGIN.left,
      marginRight: width < NARROW ? 30 : 132,
      x: { domain: [0.5, length + 0.5], axis: null },
      y: { type: series.isLog ? 'log' : 'linear', domain: [series.low, top], axis: null },
      marks: [
        ...axisMarks(Plot, series.ticks(top), labelledSteps(length)),
        Plot.text([title], {
          frameAnchor: 'top-left',
          dy: -34,
          dx: -MARGIN.left,
          textAnchor: 'start',
          className: 'strong',
        }),
        ...partingMarks(Plot, lanes, length),
        ...laneMarks(Plot, lanes, series, top, length),
        endMarks(lanes, series, top),
      ],
    })
  )
  tidy(figure)
  figure.setAttribute('aria-label', findingOf(lanes, series))
  figure.append(cursorLine(marginTop, Number(figure.getAttribute('height')) - MARGIN.bottom))
  const x = figure.scale('x')
  return {
    figure,
    at: (step) => Number(x?.apply(step + 1)),
    stepAt: (pixels) => Math.max(0, Math.min(length - 1, Math.round(Number(x?.invert?.(pixels))) - 1)),
  }
}

/** @param {PlotLibrary} Plot @param {readonly number[]} ticks @param {readonly number[]} steps */
const axisMarks = (Plot, ticks, steps) => [
  Plot.gridY(ticks, { className: 'grid' }),
  Plot.axisY(ticks, { tickSize: 0, tickFormat: count, label: null, className: 'axis' }),
  Plot.axisX(steps, {
    tickSize: 0,
    label: null,
    className: 'axis',
    tickFormat: (/** @type {number} */ step) => (step === 1 ? 'step 1' : count(step)),
  }),
]

/** @param {Drawn['figure']} figure */
function tidy(figure) {
  // Plot puts its few rules into the drawing; the content security policy allows none there, and the style sheet has them.
  for (const style of figure.querySelectorAll('style')) style.remove()
  // It is one image with one sentence; its parts are not named one by one.
  for (const part of figure.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label')
  figure.setAttribute('role', 'img')
}

/** Every lane's line, then what stands on lines. @param {PlotLibrary} Plot @param {readonly LaneView[]} lanes @param {import('./chart-view.js').Series} series @param {number} top @param {number} length */
function laneMarks(Plot, lanes, series, top, length) {
  const isDense = length > DASHED_STEPS
  const place = { x: 'step', y: 'value' }
  const lines = []
  const riders = []
  for (const [index, { className, letter, sample }] of lanes.entries()) {
    const points = (sample?.steps ?? []).map((step, at) => ({
      step: at + 1,
      value: shownValue(series, step, top),
    }))
    lines.push(Plot.lineY(points, { ...place, className: `ln${isDense ? ' dense' : ''} ${className}` }))
    if (isDense) {
      const carrying = points.filter(({ step }) => step % RIDER_STEPS === (index * RIDER_SHIFT) % RIDER_STEPS)
      riders.push(Plot.text(carrying, { ...place, text: () => letter, className: `rider ${className}` }))
    }
    if (points.length < length) {
      riders.push(Plot.dot(points.slice(-1), { ...place, r: 3.5, className: `tip-dot ${className}` }))
    }
  }
  return [...lines, ...riders]
}

/** @param {{ step: number }} label */
const stepOf = ({ step }) => step + 1

/** @param {PlotLibrary} Plot @param {readonly LaneView[]} lanes @param {number} length */
function partingMarks(Plot, lanes, length) {
  const readings = lanes.filter(({ isHuman }) => !isHuman)
  const labels = partingLabels(
    readings.map(({ letter, model, sample }) => ({ letter, model, steps: sample?.steps ?? [] })),
  )
  let free = 0
  const told = labels.filter(({ step, label }) => {
    const isFree = step / length >= free
    if (isFree) free = step / length + 0.012 * label.length
    return isFree
  })
  return [
    Plot.ruleX(labels, { x: stepOf, className: 'rule' }),
    Plot.text(told, {
      x: stepOf,
      text: 'label',
      frameAnchor: 'top',
      textAnchor: 'start',
      dy: -12,
      dx: -2,
      className: 'strong',
    }),
  ]
}
