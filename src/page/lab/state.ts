import { LIMITS } from '../../runs/request/limits.ts'
import { parseList } from './list.ts'
import { type Entry, MODES, type Mode, presetOf } from './presets.ts'

/**
 * The lab's settings as a person left them, right or wrong, and their written form: a form's fields or a
 * link's.
 */
export interface LabState {
  /** Id of the preset that the words are; empty once they were edited. */
  readonly preset: string
  readonly mode: Mode
  readonly entries: readonly Entry[]
  /** One chain a lane. */
  readonly lanes: readonly string[]
  /** Index of the lane whose knobs are shown. */
  readonly selected: number
  /** Index of the lane whose draws are shown. */
  readonly show: number
  readonly draws: string
  readonly seed: string
  /** Words chosen before. */
  readonly history: string
  /** Sentences to count, and the words whose followers are counted. */
  readonly text: string
  readonly context: string
}

/** Rows that are edited one by one; a longer list is shown folded. */
export const ROWS = 24
/** Words drawn one by one. */
export const SHOWN = 24

export const MAX_LANES = LIMITS.lanes

export const DEFAULTS = {
  preset: 'demo',
  lanes: ['temperature:0.7', 'top-k:3', 'nucleus:0.9', 'min-p:0.1'],
  show: 2,
  draws: '200',
  seed: '1904',
} as const

function indexBelow(text: string | null, count: number, fallback: number): number {
  const index = Number(text ?? Number.NaN)
  return Number.isInteger(index) && index >= 0 && index < count ? index : Math.min(fallback, count - 1)
}

export const modeFrom = (text: string | null): Mode => MODES.find((one) => one === text) ?? 'logits'

/** Reads the form's fields, or a link's. */
export function stateFrom(params: URLSearchParams): LabState {
  const asked = params.getAll('lane').map((lane) => lane.trim())
  const lanes = (asked.length > 0 ? asked : DEFAULTS.lanes).slice(0, MAX_LANES)
  const fallback = asked.length > 0 ? 0 : DEFAULTS.show
  return {
    ...distributionFrom(params),
    lanes,
    selected: indexBelow(params.get('selected'), lanes.length, fallback),
    show: indexBelow(params.get('show'), lanes.length, fallback),
    draws: params.get('draws') ?? DEFAULTS.draws,
    seed: params.get('seed') ?? DEFAULTS.seed,
    history: params.get('history') ?? '',
    text: params.get('text') ?? '',
    context: params.get('context') ?? '',
  }
}

type Distribution = Pick<LabState, 'preset' | 'mode' | 'entries'>

function distributionFrom(params: URLSearchParams): Distribution {
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
  return fromPreset(asked ?? DEFAULTS.preset)
}

/** A preset's words; the demo's where there is none of that name. */
export function fromPreset(id: string): Distribution {
  const preset = presetOf(id) ?? presetOf(DEFAULTS.preset)
  return { preset: preset?.id ?? '', mode: preset?.mode ?? 'logits', entries: preset?.entries ?? [] }
}

/** Words that are a preset's keep its name. */
export function named(id: string, mode: Mode, entries: readonly Entry[]): Distribution {
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

/** Everything as a link's parameters; what has its default is left out. */
export function paramsOf(state: LabState): URLSearchParams {
  const params = new URLSearchParams(distributionParams(state))
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

function distributionParams(state: LabState): [string, string][] {
  if (state.preset) return state.preset === DEFAULTS.preset ? [] : [['preset', state.preset]]
  const mode: [string, string][] = state.mode === 'logits' ? [] : [['mode', state.mode]]
  if (state.entries.length > ROWS) return [...mode, ['list', listOf(state)]]
  return [
    ...mode,
    ...state.entries.flatMap(({ word, value }): [string, string][] => [
      ['word', word],
      ['value', value],
    ]),
  ]
}

/** The words as lines, which `parseList` reads. */
export const listOf = ({ entries }: Pick<LabState, 'entries'>): string =>
  entries.map(({ word, value }) => `${word} ${value}`).join('\n')
