// @ts-check

import { parseList } from './list.js'
import { presetOf } from './presets.js'

/**
 * The lab's settings, and their two written forms: the form's fields (also the link's) and the API's request. Pure.
 * @typedef {import('./presets.js').Mode} Mode
 * @typedef {import('./presets.js').Entry} Entry
 * @typedef {object} LabState
 * @property {string} preset id of the preset the words are, or '' once they were edited
 * @property {Mode} mode
 * @property {Entry[]} entries
 * @property {string[]} lanes chains, one a panel
 * @property {number} selected the panel whose knobs are shown
 * @property {number} show the panel whose draws are shown
 * @property {string} draws
 * @property {string} seed
 * @property {string} history words chosen before
 * @property {string} text sentences to count
 * @property {string} context
 */

/** Rows that are edited one by one; a longer list is shown folded. */
export const ROWS = 24
/** Words drawn one by one. */
export const SHOWN = 24
/** Panels at most: the API's own limit. */
export const MAX_LANES = 12

export const DEFAULTS = {
  preset: 'demo',
  lanes: ['temperature:0.7', 'top-k:3', 'nucleus:0.9', 'min-p:0.1'],
  show: 2,
  draws: '200',
  seed: '1904',
}

/** @param {string | null} text @param {number} count @param {number} fallback */
function indexBelow(text, count, fallback) {
  const index = Number(text ?? NaN)
  return Number.isInteger(index) && index >= 0 && index < count ? index : Math.min(fallback, count - 1)
}

/** @param {string | null} text @returns {Mode} */
const modeFrom = (text) => (text === 'probabilities' || text === 'counts' ? text : 'logits')

/** Reads the form's fields, or a link's. @param {URLSearchParams} params @returns {LabState} */
export function stateFrom(params) {
  const lanes = params.getAll('lane').map((lane) => lane.trim())
  const panels = (lanes.length > 0 ? lanes : DEFAULTS.lanes).slice(0, MAX_LANES)
  return {
    ...distributionFrom(params),
    lanes: panels,
    selected: indexBelow(params.get('selected'), panels.length, lanes.length > 0 ? 0 : DEFAULTS.show),
    show: indexBelow(params.get('show'), panels.length, lanes.length > 0 ? 0 : DEFAULTS.show),
    draws: params.get('draws') ?? DEFAULTS.draws,
    seed: params.get('seed') ?? DEFAULTS.seed,
    history: params.get('history') ?? '',
    text: params.get('text') ?? '',
    context: params.get('context') ?? '',
  }
}

/** @param {URLSearchParams} params @returns {Pick<LabState, 'preset' | 'mode' | 'entries'>} */
function distributionFrom(params) {
  const words = params.getAll('word')
  const values = params.getAll('value')
  const asked = params.get('preset')
  const isNewlyAsked = asked !== null && asked !== (params.get('loaded') ?? asked)
  const mode = modeFrom(params.get('mode'))
  if (words.length > 0 && !isNewlyAsked) {
    const entries = words.map((word, index) => ({ word, value: values[index] ?? '' }))
    return named(asked ?? '', mode, entries)
  }
  const list = params.get('list')
  if (list && !isNewlyAsked && !asked) {
    const parsed = parseList(list)
    if (!('message' in parsed)) return { preset: '', mode, entries: parsed.entries }
  }
  const preset = presetOf(asked ?? DEFAULTS.preset) ?? presetOf(DEFAULTS.preset)
  return { preset: preset?.id ?? '', mode: preset?.mode ?? 'logits', entries: preset?.entries ?? [] }
}

/** Words that are a preset's keep its name. @param {string} id @param {Mode} mode @param {Entry[]} entries */
function named(id, mode, entries) {
  const preset = presetOf(id)
  const isSame =
    preset !== undefined &&
    preset.mode === mode &&
    preset.entries.length === entries.length &&
    preset.entries.every(({ word, value }, index) => {
      const entry = entries[index]
      return entry?.word === word && entry.value.trim() === value
    })
  return { preset: isSame ? id : '', mode, entries }
}

/** Everything as a link's parameters; what stands at its default is left out. @param {LabState} state */
export function paramsOf(state) {
  const params = new URLSearchParams()
  if (state.preset) {
    if (state.preset !== DEFAULTS.preset) params.set('preset', state.preset)
  } else {
    if (state.mode !== 'logits') params.set('mode', state.mode)
    if (state.entries.length > ROWS) params.set('list', listOf(state))
    else {
      for (const { word, value } of state.entries) {
        params.append('word', word)
        params.append('value', value)
      }
    }
  }
  const isDefault = state.lanes.join(' ') === DEFAULTS.lanes.join(' ')
  if (!isDefault) for (const lane of state.lanes) params.append('lane', lane)
  const fallback = isDefault ? DEFAULTS.show : 0
  if (state.show !== fallback) params.set('show', String(state.show))
  if (state.selected !== fallback) params.set('selected', String(state.selected))
  if (state.draws !== DEFAULTS.draws) params.set('draws', state.draws)
  if (state.seed !== DEFAULTS.seed) params.set('seed', state.seed)
  if (state.history.trim()) params.set('history', state.history)
  return params
}

/** The words as lines, what `parseList` reads. @param {Pick<LabState, 'entries'>} state */
export const listOf = ({ entries }) => entries.map(({ word, value }) => `${word} ${value}`).join('\n')
