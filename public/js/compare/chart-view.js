// @ts-check

import { escapeHtml } from '../html.js'
import { bits, count, short } from './numbers.js'
import { signsOf } from './visible.js'

/**
 * What the shared charts measure, and their words. Pure; `chart.js` draws them.
 * @typedef {import('./lane-views.js').LaneView} LaneView
 * @typedef {import('./run.js').StepRecord} StepRecord
 * @typedef {'kept' | 'mass' | 'entropy' | 'surprisal'} SeriesName
 * @typedef {SeriesName | 'all'} Charts one series, or all of them one above the other
 * @typedef {{ title: string, measure: (step: StepRecord) => number, isLog?: boolean, low: number, top: (vocabulary: number) => number, ticks: (top: number) => number[], unit: string }} Series
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
    low: 1,
    top: (vocabulary) => vocabulary,
    ticks: powers,
    unit: '',
  },
  mass: {
    title: 'Mass kept',
    measure: ({ keptMass }) => keptMass,
    low: 0,
    top: () => 1,
    ticks: () => [0, 0.25, 0.5, 0.75, 1],
    unit: '',
  },
  entropy: {
    title: 'Entropy',
    measure: ({ entropy }) => bits(entropy),
    low: 0,
    top: (vocabulary) => Math.ceil(Math.log2(vocabulary)),
    ticks: (top) => everyTick(top, 4),
    unit: 'bits',
  },
  surprisal: {
    title: 'Surprisal',
    measure: ({ logprob }) => bits(-logprob),
    low: 0,
    top: () => 16,
    ticks: (top) => everyTick(top, 4),
    unit: 'bits',
  },
}

/** @type {Readonly<Record<Charts, { title: string }>>} */
export const CHOICES = { ...SERIES, all: { title: 'All' } }

/** @param {Charts} charts @returns {SeriesName[]} */
export const seriesOf = (charts) =>
  charts === 'all' ? /** @type {SeriesName[]} */ (Object.keys(SERIES)) : [charts]

/** A value as the chart can show it: what is beyond an end stands at it. @param {Series} series @param {StepRecord} step @param {number} top */
export const shownValue = ({ measure, low }, step, top) => Math.max(low, Math.min(top, measure(step)))

/** Share of the plot's height, from the top. @param {Series} series @param {number} value @param {number} top */
function heightOf({ isLog }, value, top) {
  const share = isLog ? Math.log(Math.max(1, value)) / Math.log(top) : value / top
  return 1 - Math.max(0, Math.min(1, share))
}

/** The views a chart has lines for. @param {readonly LaneView[]} views */
export const drawnOf = (views) => views.filter(({ sample }) => sample && sample.steps.length > 0)

/** How many steps the axis holds: the run's, or those of a longer human text. @param {readonly LaneView[]} views @param {number} maxTokens */
export const axisLength = (views, maxTokens) =>
  Math.max(maxTokens, ...views.map(({ sample }) => sample?.steps.length ?? 0))

/** Steps with a label, at most eight and the first. @param {number} length */
export function labelledSteps(length) {
  const stride = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((one) => length / one <= 8) ?? 500
  return [1, ...everyTick(length, stride).slice(1)].filter((step, index, all) => all.indexOf(step) === index)
}

/**
 * Where the lines' names stand, `gap` apart from each other at least; places are shares of the height.
 * @param {readonly LaneView[]} drawn @param {Series} series @param {number} top @param {number} gap
 */
export function endsOf(drawn, series, top, gap) {
  const ends = drawn
    .map((view) => {
      const last = view.sample?.steps.at(-1)
      return { view, y: last ? heightOf(series, series.measure(last), top) : 1 }
    })
    .sort((one, other) => one.y - other.y)
  for (let index = 1; index < ends.length; index++) {
    const [above, mine] = [ends[index - 1], ends[index]]
    if (above && mine) mine.y = Math.max(mine.y, above.y + gap)
  }
  for (let index = ends.length - 1; index >= 0; index--) {
    const [mine, below] = [ends[index], ends[index + 1]]
    if (mine) mine.y = Math.min(mine.y, below ? below.y - gap : 1)
  }
  return ends
}

/** The chart in a sentence. @param {readonly LaneView[]} drawn @param {Series} series */
export function findingOf(drawn, series) {
  const means = drawn.map(({ letter, name, sample, isHuman }) => {
    const steps = sample?.steps ?? []
    const mean = short(steps.reduce((sum, step) => sum + series.measure(step), 0) / steps.length)
    return `${isHuman ? name : `lane ${letter}, ${name}`}: ${mean}`
  })
  return `${series.title} per step${series.unit ? `, ${series.unit}` : ''}. Mean of ${means.join('; ')}.`
}

/** What each lane has at one step. @param {readonly LaneView[]} views @param {Charts} charts @param {number} step */
export function readoutHtml(views, charts, step) {
  const items = views.map(({ className, letter, sample }) => {
    const record = sample?.steps[step]
    if (!record) return ''
    const values = seriesOf(charts).map((name) => valueText(name, record))
    return `<span class="${className}"><i class="mark s">${letter}</i><em>${escapeHtml(record.text.trim() || signsOf(record))}</em> ${values.join(', ')}</span>`
  })
  return `<span><b>Step ${step + 1}</b></span>${items.join('')}`
}

/** @param {SeriesName} name @param {StepRecord} record */
function valueText(name, record) {
  const value = SERIES[name].measure(record)
  return name === 'kept' ? count(value) : `${short(value)}${SERIES[name].unit && ` ${SERIES[name].unit}`}`
}
