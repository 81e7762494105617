// @ts-check

import { isNumber } from './list.js'
import { SHOWN } from './state.js'

/**
 * From the lab's settings to the API's request, and to the command line. Pure.
 * @typedef {import('./state.js').LabState} LabState
 * @typedef {import('./presets.js').Mode} Mode
 */

/**
 * A field's value as a logit; what is none is passed on as it is, for the API to judge.
 * @param {string} value @param {Mode} mode @returns {number | string}
 */
export function logitOf(value, mode) {
  const text = value.trim()
  if (mode === 'logits' && /^-inf(inity)?$/i.test(text)) return '-Infinity'
  if (!isNumber(text)) return text
  const number = Number(text)
  if (mode === 'logits') return number
  if (number < 0) return text
  return number === 0 ? '-Infinity' : Math.log(number)
}

/** @type {Readonly<Record<Mode, string>>} */
const NOUNS = { logits: 'A logit', probabilities: 'A probability', counts: 'A count' }

/**
 * The first field that is not a number; -1 for none. Its sentence is the API's, in the words of the mode.
 * @param {Pick<LabState, 'entries' | 'mode'>} state
 */
export function firstWrong({ entries, mode }) {
  const index = entries.findIndex(({ value }) => {
    const logit = logitOf(value, mode)
    return typeof logit === 'string' && logit !== '-Infinity'
  })
  const text = entries[index]?.value.trim() ?? ''
  const expected = mode === 'logits' ? 'a number or "-Infinity"' : 'a number from 0 up'
  return { index, message: index < 0 ? '' : `${NOUNS[mode]} must be ${expected}, got "${text}".` }
}

/** Ids of the words named as history. @param {LabState} state @returns {{ ids: number[] } | { message: string }} */
export function historyOf({ history, entries }) {
  const words = history.split(/[\s,]+/).filter((word) => word !== '')
  const ids = words.map((word) => entries.findIndex((entry) => entry.word === word))
  const stranger = words[ids.indexOf(-1)]
  if (stranger === undefined) return { ids }
  return { message: `History may only name words of the table; “${stranger}” is not one of them.` }
}

/** A whole number where it reads as one, else the text for the API to judge. @param {string} text */
const whole = (text) => (isNumber(text) ? Number(text) : text)

/** The body of POST /api/lab. @param {LabState} state */
export function requestOf(state) {
  const history = historyOf(state)
  return {
    logits: state.entries.map(({ value }) => logitOf(value, state.mode)),
    tokens: state.entries.map(({ word }) => word),
    history: 'ids' in history ? history.ids : [],
    lanes: state.lanes,
    draws: whole(state.draws),
    seed: whole(state.seed),
    shown: SHOWN,
  }
}

/** Quoted for a shell, where it must be. @param {string} text */
const quoted = (text) => (/^[\w.,:=+@%/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

/** What to type to see the same in a terminal. @param {LabState} state */
export function commandOf(state) {
  const { logits, tokens, history, lanes, draws, seed } = requestOf(state)
  const isListable = tokens.every((token) => token !== '' && !token.includes(','))
  const numbers = logits.map((logit) => (typeof logit === 'number' ? Number(logit.toPrecision(12)) : logit))
  const distribution =
    state.preset === 'demo'
      ? []
      : [`--logits=${numbers.join(',')}`, ...(isListable ? [`--tokens=${tokens.join(',')}`] : [])]
  const options = [
    ...distribution,
    ...lanes.flatMap((lane) => ['--lane', lane]),
    ...(history.length > 0 ? [`--history=${history.join(',')}`] : []),
    ...['--draws', String(draws), '--seed', String(seed), '--json'],
  ]
  return `npm run --silent cli -- lab ${options.map(quoted).join(' ')}`
}
