// @ts-check

import { escapeHtml, percent } from '../html.js'
import { partingLabels } from './divergence.js'
import { bits, count, short } from './numbers.js'

/**
 * One line a lane over the steps of the run. The lines stretch with the page; words and marks do not.
 * @typedef {import('./lane-views.js').LaneView} LaneView
 * @typedef {import('./run.js').StepRecord} StepRecord
 * @typedef {'kept' | 'entropy' | 'surprisal'} SeriesName
 * @typedef {{ title: string, measure: (step: StepRecord) => number, isLog?: boolean, top: (vocabulary: number) => number, ticks: (top: number) => number[], unit: string }} Series
 */

/** @param {number} top @param {number} stride */
const everyTick = (top, stride) =>
  Array.from({ length: Math.floor(top / stride) + 1 }, (_, index) => index * stride)
const powers = (/** @type {number} */ top) =>
  Array.from({ length: Math.floor(Math.log10(top)) + 1 }, (_, power) => 10 ** power)

/** @type {Readonly<Record<SeriesName, Series>>} */
export const SERIES = {
  kept: {
    title: 'Tokens kept',
    measure: ({ kept }) => kept,
    isLog: true,
    top: (vocabulary) => vocabulary,
    ticks: powers,
    unit: '',
  },
  entropy: {
    title: 'Entropy',
    measure: ({ entropy }) => bits(entropy),
    top: (vocabulary) => Math.ceil(Math.log2(vocabulary)),
    ticks: (top) => everyTick(top, 4),
    unit: 'bits',
  },
  surprisal: {
    title: 'Surprisal',
    measure: ({ logprob }) => bits(-logprob),
    top: () => 16,
    ticks: (top) => everyTick(top, 4),
    unit: 'bits',
  },
}

/** Share of the plot's height, from the top. @param {Series} series @param {number} value @param {number} top */
function heightOf({ isLog }, value, top) {
  const share = isLog ? Math.log(Math.max(1, value)) / Math.log(top) : value / top
  return 1 - Math.max(0, Math.min(1, share))
}

/** @param {readonly LaneView[]} views @param {SeriesName} name @param {number} vocabulary @param {number} maxTokens */
export function chartHtml(views, name, vocabulary, maxTokens) {
  const series = SERIES[name]
  const top = series.top(vocabulary)
  const drawn = views.filter(({ sample }) => sample && sample.steps.length > 0)
  /** @param {number} step */
  const x = (step) => (step + 0.5) / maxTokens
  const lines = drawn.map(({ className, sample }) => {
    const points = (sample?.steps ?? []).map(
      (step, index) =>
        `${(1000 * x(index)).toFixed(1)},${(1000 * heightOf(series, series.measure(step), top)).toFixed(1)}`,
    )
    return `<polyline class="ln ${className}" points="${points.join(' ')}"/>`
  })
  const dots = drawn.map(({ className, sample }) => {
    const last = sample?.steps.at(-1)
    if (!sample || !last || sample.steps.length >= maxTokens) return ''
    return `<circle class="tip-dot ${className}" cx="${percent(x(sample.steps.length - 1))}" cy="${percent(heightOf(series, series.measure(last), top))}" r="3.5"/>`
  })
  return (
    `<svg class="plot" role="img" aria-label="${escapeHtml(findingOf(drawn, series))}">${gridHtml(series, top)}${stepsHtml(maxTokens, x)}` +
    `<svg width="100%" height="100%" viewBox="0 0 1000 1000" preserveAspectRatio="none" overflow="visible">${lines.join('')}</svg>${dots.join('')}` +
    `${partingHtml(drawn, x)}<line class="cur" y1="0" y2="100%" visibility="hidden"/>${endsHtml(drawn, series, top)}</svg>`
  )
}

/** @param {Series} series @param {number} top */
function gridHtml(series, top) {
  return series
    .ticks(top)
    .map((value) => {
      const y = percent(heightOf(series, value, top))
      return `<line class="grid" x1="0" x2="100%" y1="${y}" y2="${y}"/><text class="axis" x="0" y="${y}" dx="-8" dy="4" text-anchor="end">${count(value)}</text>`
    })
    .join('')
}

/** @param {number} maxTokens @param {(step: number) => number} x */
function stepsHtml(maxTokens, x) {
  const stride = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((one) => maxTokens / one <= 8) ?? 500
  const steps = everyTick(maxTokens, stride).slice(1)
  const labels = steps.map(
    (step) =>
      `<text class="axis" x="${percent(x(step - 1))}" y="100%" dy="18" text-anchor="middle">${step}</text>`,
  )
  const first = stride > 1 ? '<text class="axis" x="0" y="100%" dy="18">step 1</text>' : ''
  return first + labels.join('')
}

/** @param {readonly LaneView[]} drawn @param {(step: number) => number} x */
function partingHtml(drawn, x) {
  const labels = partingLabels(drawn.map(({ letter, sample }) => ({ letter, steps: sample?.steps ?? [] })))
  let free = 0
  return labels
    .map(({ step, label }) => {
      const at = x(step)
      const isFree = at >= free
      if (isFree) free = at + 0.012 * label.length
      return `<line class="rule" x1="${percent(at)}" x2="${percent(at)}" y1="0" y2="100%"/>${isFree ? `<text class="strong" x="${percent(at)}" y="0" dx="-2" dy="-6">${label}</text>` : ''}`
    })
    .join('')
}

/** The least distance between two marks at the lines' ends, as a share of the height. */
const MARK_GAP = 0.1

/** @param {readonly LaneView[]} drawn @param {Series} series @param {number} top */
function endsHtml(drawn, series, top) {
  const ends = drawn
    .map((view) => {
      const last = view.sample?.steps.at(-1)
      return { view, y: last ? heightOf(series, series.measure(last), top) : 1 }
    })
    .sort((one, other) => one.y - other.y)
  for (let index = 1; index < ends.length; index++) {
    const [above, mine] = [ends[index - 1], ends[index]]
    if (above && mine) mine.y = Math.max(mine.y, above.y + MARK_GAP)
  }
  for (let index = ends.length - 1; index >= 0; index--) {
    const [mine, below] = [ends[index], ends[index + 1]]
    if (mine) mine.y = Math.min(mine.y, below ? below.y - MARK_GAP : 1)
  }
  return ends
    .map(
      ({ view: { className, letter, name }, y }) =>
        `<svg class="line-end ${className}" x="100%" y="${percent(y)}" overflow="visible"><rect x="8" y="-8" width="16" height="16" rx="3"/><text class="letter" x="16" y="4" text-anchor="middle">${letter}</text><text class="name" x="30" y="4">${escapeHtml(name.length > 18 ? `${name.slice(0, 17)}…` : name)}</text></svg>`,
    )
    .join('')
}

/** @param {readonly LaneView[]} drawn @param {Series} series */
function findingOf(drawn, series) {
  const means = drawn.map(({ letter, name, sample }) => {
    const steps = sample?.steps ?? []
    return `lane ${letter}, ${name}: ${short(steps.reduce((sum, step) => sum + series.measure(step), 0) / steps.length)}`
  })
  return `${series.title} per step${series.unit ? `, ${series.unit}` : ''}. Mean of ${means.join('; ')}.`
}

/** What each lane has at one step. @param {readonly LaneView[]} views @param {SeriesName} name @param {number} step */
export function readoutHtml(views, name, step) {
  const { measure } = SERIES[name]
  const items = views.map(({ className, letter, sample }) => {
    const record = sample?.steps[step]
    if (!record) return ''
    return `<span class="${className}"><i class="mark s">${letter}</i><em>${escapeHtml(record.text.trim() || '␣')}</em> ${short(measure(record))}</span>`
  })
  return `<span><b>Step ${step + 1}</b></span>${items.join('')}`
}
