// @ts-check

import { countNext, SAMPLE_TEXT } from './counting.js'
import { isNumber, parseList } from './list.js'
import { presetOf } from './presets.js'
import { MAX_LANES } from './state.js'

/**
 * What the lab's buttons do to its settings. Pure: without scripts the form posts and the server does the same.
 * @typedef {import('./state.js').LabState} LabState
 * @typedef {'list' | 'count'} Place where a sentence of refusal belongs
 * @typedef {{ state: LabState, refusal?: { place: Place, message: string }, told?: string }} Outcome
 */

/** @type {Readonly<Record<string, (state: LabState, argument: string, params: URLSearchParams) => Outcome>>} */
const ACTIONS = {
  'add-word': (state) => {
    const value = state.mode === 'logits' ? '0' : state.mode === 'counts' ? '1' : '0.1'
    return edited(state, [...state.entries, { word: freshWord(state), value }])
  },
  'remove-word': (state, argument) => {
    if (state.entries.length === 1) return { state }
    return edited(state, state.entries.toSpliced(Number(argument), 1))
  },
  'add-lane': (state, _, params) => {
    if (state.lanes.length >= MAX_LANES) return { state }
    const lanes = [...state.lanes, params.get('add') || 'sample']
    return { state: { ...state, lanes, selected: lanes.length - 1 } }
  },
  'remove-lane': (state, argument) => {
    const index = Number(argument)
    if (state.lanes.length === 1) return { state }
    const lanes = state.lanes.toSpliced(index, 1)
    const shift = (/** @type {number} */ at) => Math.min(lanes.length - 1, at > index ? at - 1 : at)
    return { state: { ...state, lanes, selected: shift(state.selected), show: shift(state.show) } }
  },
  museum: (state) => {
    const lanes = ['', '-drops-crossing', '-one-too-many', '-stale', '-top-50'].map(
      (kind) => `nucleus${kind}:0.9`,
    )
    return { state: { ...state, lanes, selected: 0, show: 0 } }
  },
  reset: (state) => {
    const demo = presetOf('demo')
    return demo ? { state: { ...state, preset: demo.id, mode: demo.mode, entries: demo.entries } } : { state }
  },
  list: (state, _, params) => {
    const parsed = parseList(params.get('pasted') ?? '')
    if ('message' in parsed) return { state, refusal: { place: 'list', message: parsed.message } }
    return edited(state, parsed.entries)
  },
  count: (state, _, params) => {
    const text = params.get('text') || SAMPLE_TEXT
    const context = params.get('context') ?? ''
    const counted = countNext(text, context)
    const asked = { ...state, text, context }
    if ('message' in counted) return { state: asked, refusal: { place: 'count', message: counted.message } }
    const entries = counted.counts.map(({ word, count }) => ({ word, value: String(count) }))
    const told = `“${counted.words.join(' ')}” is followed by a word ${counted.total} times, by ${entries.length} different ones; “.” is the end of a sentence.`
    return { state: { ...asked, preset: '', mode: 'counts', entries }, told }
  },
}

/** @param {LabState} state @param {LabState['entries']} entries @returns {Outcome} */
const edited = (state, entries) => ({ state: { ...state, preset: '', entries } })

/** @param {LabState} state */
function freshWord({ entries }) {
  let number = entries.length + 1
  while (entries.some(({ word }) => word === `word${number}`)) number++
  return `word${number}`
}

/** @param {LabState} state @param {URLSearchParams} params the form's fields, `do` among them */
export function act(state, params) {
  const [name = '', argument = ''] = (params.get('do') ?? '').split(':')
  return ACTIONS[name]?.(state, argument, params) ?? { state }
}

/**
 * The same distribution written in another mode: logits to weights and back.
 * @param {LabState} state @param {LabState['mode']} from @returns {LabState}
 */
export function converted(state, from) {
  const { mode, entries } = state
  const isWeight = from !== 'logits'
  if (from === mode || isWeight === (mode !== 'logits')) return state
  const total = entries.reduce((sum, { value }) => sum + Math.exp(Number(value)), 0)
  const convert = (/** @type {string} */ value) => {
    if (!isWeight && /^-inf(inity)?$/i.test(value.trim())) return '0'
    if (!isNumber(value)) return value
    const number = Number(value)
    if (!isWeight) return String(Number((Math.exp(number) / total).toPrecision(5)))
    return number === 0 ? '-Infinity' : number < 0 ? value : String(Number(Math.log(number).toFixed(4)))
  }
  return {
    ...state,
    preset: '',
    entries: entries.map(({ word, value }) => ({ word, value: convert(value) })),
  }
}
