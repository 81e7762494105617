// @ts-check

import { figureOf } from './chart-figure.js'
import { drawnOf, seriesOf } from './chart-view.js'
import { byId } from './dom.js'
import { loadPlot } from './plot-library.js'
import { isRunning } from './run.js'
import { data, state } from './store.js'

/**
 * The shared charts: one line a lane, all on one axis of steps. They are drawn when what they show has changed, and
 * seldom while a run goes on: the model that is watched runs on the same processor.
 * @typedef {import('./lane-views.js').LaneView} LaneView
 * @typedef {import('./plot-library.js').PlotLibrary} PlotLibrary
 */

const frame = byId('plot')
/** Milliseconds between two drawings of a run that goes on, and how many times its own cost. */
const REST = 1000
const REST_COSTS = 25

/** @type {PlotLibrary | undefined} */
let plot
/** @type {import('./chart-view.js').Charts | undefined} */
let shown
/** @type {import('./chart-figure.js').Drawn[]} */
let drawn = []
let signature = ''
let endedAt = 0
let cost = 0
/** @type {ReturnType<typeof setTimeout> | undefined} */
let planned
/** Of the frame, in pixels; told when it changes, since asking for it would have the page laid out. */
let width = 0
/** @type {readonly LaneView[]} */
let views = []

/** @param {readonly LaneView[]} lanes */
export function drawCharts(lanes) {
  views = lanes
  const { run, look } = state
  const hasLines = drawnOf(lanes).length > 0
  byId('score').hidden = !hasLines
  clearTimeout(planned)
  if (!hasLines) return
  const isSeldom = run && isRunning(run) && look.series === shown
  const wait = isSeldom ? endedAt + Math.max(REST, REST_COSTS * cost) - performance.now() : 0
  if (wait <= 0) void drawNow()
  else planned = setTimeout(drawNow, wait)
}

async function drawNow() {
  endedAt = performance.now()
  try {
    plot ??= await loadPlot()
  } catch (error) {
    frame.textContent = error instanceof Error ? error.message : String(error)
    return
  }
  const next = signatureOf()
  if (next === signature || width === 0) return
  signature = next
  const start = performance.now()
  shown = state.look.series
  drawn = seriesOf(shown).map((name) => figureOf(/** @type {PlotLibrary} */ (plot), requestOf(name)))
  frame.replaceChildren(...drawn.map(({ figure }) => figure))
  endedAt = performance.now()
  cost = endedAt - start
  placeCursor(cursor)
}

/** @param {import('./chart-view.js').SeriesName} name @returns {import('./chart-figure.js').ChartRequest} */
function requestOf(name) {
  const sizes = drawnOf(views).map(
    ({ model, run }) =>
      data.models.find(({ id }) => id === (model ?? run?.settings.model))?.vocabularySize ?? 2,
  )
  return {
    name,
    views,
    isAlone: state.look.series !== 'all',
    width,
    maxTokens: state.run?.maxTokens ?? 0,
    vocabulary: Math.max(2, ...sizes),
  }
}

/** What the charts show, in brief. */
function signatureOf() {
  const lines = drawnOf(views).map(({ key, letter, name, sample }) => {
    const steps = sample?.steps ?? []
    const sum = steps.reduce((hash, { token, kept }, index) => (hash * 31 + token + kept + index) | 0, 7)
    return [key, letter, name, steps.length, sum]
  })
  return JSON.stringify([state.look.series, width, state.run?.maxTokens, lines])
}

/** @type {number | undefined} */
let cursor

/** @param {number | undefined} step */
export function placeCursor(step) {
  cursor = step
  for (const { figure, at } of drawn) {
    const line = figure.querySelector('.cur')
    line?.setAttribute('visibility', step === undefined ? 'hidden' : 'visible')
    if (step === undefined) continue
    for (const end of ['x1', 'x2']) line?.setAttribute(end, String(at(step)))
  }
}

/** The step under a place in a chart; undefined beside the charts. @param {Element} target @param {number} clientX */
export function stepUnder(target, clientX) {
  const one = drawn.find(({ figure }) => figure.contains(target))
  return one?.stepAt(clientX - one.figure.getBoundingClientRect().left)
}

new ResizeObserver(([entry]) => {
  width = Math.floor(entry?.contentRect.width ?? 0)
  drawCharts(views)
}).observe(frame)
// The library is there before a run begins: loading it costs more than drawing with it.
requestIdleCallback(() => void loadPlot().catch(() => {}))
