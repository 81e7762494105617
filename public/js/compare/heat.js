// @ts-check

import { bits } from './numbers.js'

/**
 * How unexpected a chosen token was, or how unsure the model was before it chose, in five classes.
 * @typedef {import('../../../src/runs/run/events.ts').StepRecord} StepRecord
 * @typedef {'off' | 'probability' | 'surprisal' | 'rank' | 'entropy'} HeatName
 * @typedef {{ title: string, of: string, mark: string, measure: (step: StepRecord) => number, bounds: readonly number[], isFalling?: boolean, legend: readonly string[], note: string }} Heat
 */

/** @type {Readonly<Record<Exclude<HeatName, 'off'>, Heat>>} */
export const HEATS = {
  probability: {
    title: 'Probability',
    of: 'Probability of the chosen token',
    mark: 'p',
    measure: ({ logprob }) => Math.exp(logprob),
    bounds: [0.5, 0.2, 0.05, 0.01],
    isFalling: true,
    legend: ['≥ .5', '.2', '.05', '.01', 'less'],
    note: 'taller and darker is less expected',
  },
  surprisal: {
    title: 'Surprisal',
    of: 'Surprisal of the chosen token, in bits',
    mark: 's',
    measure: ({ logprob }) => bits(-logprob),
    bounds: [1, 2.3, 4.3, 6.6],
    legend: ['< 1', '2.3', '4.3', '6.6', 'more'],
    note: 'bits; taller and darker is less expected',
  },
  rank: {
    title: 'Rank',
    of: 'Rank of the chosen token',
    mark: 'r',
    measure: ({ rank }) => rank,
    bounds: [2, 6, 21, 101],
    legend: ['1', '5', '20', '100', 'more'],
    note: 'taller and darker is further down the list',
  },
  entropy: {
    title: 'Entropy',
    of: 'Entropy before the token was chosen, in bits',
    mark: 'e',
    measure: ({ entropy }) => bits(entropy),
    bounds: [1, 3, 5, 7],
    legend: ['< 1', '3', '5', '7', 'more'],
    note: 'bits; taller and darker is less sure',
  },
}

/** The class of a step, 0 (silent) to 4. @param {Exclude<HeatName, 'off'>} name @param {StepRecord} step */
export function levelOf(name, step) {
  const { measure, bounds, isFalling = false } = HEATS[name]
  const value = measure(step)
  const level = bounds.findIndex((bound) => (isFalling ? value >= bound : value < bound))
  return level < 0 ? 4 : level
}

/**
 * The classes of a step's element, one for each measure that is not silent: `p2 r1`. Which of them tints is said once,
 * by `data-heat` around all texts, so that other colours need no other text.
 * @param {StepRecord} step
 */
export function heatClasses(step) {
  return Object.entries(HEATS)
    .map(([name, { mark }]) => [mark, levelOf(/** @type {keyof typeof HEATS} */ (name), step)])
    .filter(([, level]) => level !== 0)
    .map(([mark, level]) => `${mark}${level}`)
    .join(' ')
}

/** @param {HeatName} name */
export function legendHtml(name) {
  if (name === 'off') return ''
  const { of, mark, legend, note } = HEATS[name]
  const classes = legend.map((label, level) => `<li class="${mark}${level}">${label}</li>`).join('')
  return `<ol data-heat="${name}" aria-label="${of}">${classes}</ol><span>${note}</span>`
}

/** What a focused or hovered token says. @param {StepRecord} step */
export function factsOf(step) {
  return {
    probability: Math.exp(step.logprob),
    surprisal: bits(-step.logprob),
    entropy: bits(step.entropy),
    rank: step.rank,
    kept: step.kept,
    keptMass: step.keptMass,
  }
}
