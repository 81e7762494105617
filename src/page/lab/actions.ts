import { Distribution } from '../../sampling/distribution.ts'
import { count, plural } from '../ui/numbers.ts'
import { countNext, SAMPLE_TEXT } from './counting.ts'
import { isNumber, parseList } from './list.ts'
import type { Entry, Mode } from './presets.ts'
import { logitOf } from './request.ts'
import { DEFAULTS, fromPreset, type LabState, MAX_LANES } from './state.ts'

/**
 * What the lab's buttons do to its settings. Without scripts the form posts, and the server does the same.
 */

/** Where a sentence of refusal belongs. */
type RefusalField = 'list' | 'count'

export interface Outcome {
  readonly state: LabState
  readonly refusal?: { readonly field: RefusalField; readonly message: string }
  /** What was done, where the settings alone do not show it. */
  readonly note?: string
}

type Action = (state: LabState, argument: string, fields: URLSearchParams) => Outcome

const NEW_VALUES: Readonly<Record<Mode, string>> = { logits: '0', counts: '1', probabilities: '0.1' }

const ACTIONS: Readonly<Record<string, Action>> = {
  'add-word': (state) =>
    edited(state, [...state.entries, { word: freshWord(state), value: NEW_VALUES[state.mode] }]),
  'remove-word': (state, argument) =>
    state.entries.length === 1 ? { state } : edited(state, state.entries.toSpliced(Number(argument), 1)),
  'add-lane': addLane,
  'remove-lane': removeLane,
  museum: (state) => ({ state: { ...state, lanes: MUSEUM, selected: 0, show: 0 } }),
  reset: (state) => ({ state: { ...state, ...fromPreset(DEFAULTS.preset) } }),
  list: (state, _, fields) => {
    const parsed = parseList(fields.get('pasted') ?? '')
    if ('message' in parsed) return { state, refusal: { field: 'list', message: parsed.message } }
    return edited(state, parsed.entries)
  },
  count: countText,
}

/** Whether a button is called so; some only submit the form. */
export const isButton = (name: string): boolean =>
  Object.hasOwn(ACTIONS, name) || ['redraw', 'draw', 'load'].includes(name)

/** The right nucleus and four wrong ones. */
const MUSEUM = [
  'nucleus:0.9',
  'nucleus-drops-crossing:0.9',
  'nucleus-one-too-many:0.9',
  'nucleus-stale:0.9',
  'nucleus-top-50:0.9',
]

const edited = (state: LabState, entries: readonly Entry[]): Outcome => ({
  state: { ...state, preset: '', entries },
})

function freshWord({ entries }: LabState): string {
  let number = entries.length + 1
  while (entries.some(({ word }) => word === `word${number}`)) number++
  return `word${number}`
}

function addLane(state: LabState, _: string, fields: URLSearchParams): Outcome {
  if (state.lanes.length >= MAX_LANES) return { state }
  const lanes = [...state.lanes, fields.get('add') || 'sample']
  return { state: { ...state, lanes, selected: lanes.length - 1 } }
}

function removeLane(state: LabState, argument: string): Outcome {
  const index = Number(argument)
  if (state.lanes.length === 1) return { state }
  const lanes = state.lanes.toSpliced(index, 1)
  const shift = (at: number) => Math.min(lanes.length - 1, at > index ? at - 1 : at)
  return { state: { ...state, lanes, selected: shift(state.selected), show: shift(state.show) } }
}

function countText(state: LabState, _: string, fields: URLSearchParams): Outcome {
  const text = fields.get('text') || SAMPLE_TEXT
  const context = fields.get('context') ?? ''
  const counted = countNext(text, context)
  const asked = { ...state, text, context }
  if ('message' in counted) return { state: asked, refusal: { field: 'count', message: counted.message } }
  const { words, counts, total } = counted
  const entries = counts.map((one) => ({ word: one.word, value: String(one.count) }))
  const followers =
    entries.length === 1 ? 'always the same one' : `by ${count(entries.length)} different ones`
  const note =
    `“${words.join(' ')}” is followed by a word ${plural(total, 'time')}, ${followers}; “.” is the end ` +
    'of a sentence.'
  return { state: { ...asked, preset: '', mode: 'counts', entries }, note }
}

/**
 * Presses a button.
 * @param pressed its value: a name, and an index after a colon where it belongs to a row
 */
export function act(state: LabState, pressed: string, fields: URLSearchParams): Outcome {
  const [name = '', argument = ''] = pressed.split(':')
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
  return action?.(state, argument, fields) ?? { state }
}

/** The same distribution written in another mode: logits to weights and back. */
export function converted(state: LabState, from: Mode): LabState {
  const { mode, entries } = state
  const wasWeights = from !== 'logits'
  if (from === mode || wasWeights === (mode !== 'logits')) return state
  const weights = wasWeights ? [] : weightsOf(entries)
  return {
    ...state,
    preset: '',
    entries: entries.map(({ word, value }, index) => ({
      word,
      value: wasWeights ? toLogit(value) : weights[index]!,
    })),
  }
}

/** Probabilities of the logits that are numbers; other fields stay as they are. */
function weightsOf(entries: readonly Entry[]): string[] {
  const written = entries.map(({ value }) => logitOf(value, 'logits'))
  const logits = written.map((logit) => (typeof logit === 'number' ? logit : -Infinity))
  if (logits.every((logit) => logit === -Infinity)) return entries.map(({ value }) => value)
  const distribution = Distribution.fromLogits(logits)
  return entries.map(({ value }, id) =>
    typeof written[id] === 'number' || written[id] === '-Infinity'
      ? String(Number(distribution.probabilityOf(id).toPrecision(5)))
      : value,
  )
}

function toLogit(value: string): string {
  const number = isNumber(value) ? Number(value) : -1
  if (number < 0) return value
  return number === 0 ? '-Infinity' : String(Number(Math.log(number).toFixed(4)))
}
