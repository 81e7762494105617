import { type History, record, startHistory } from '../ui/history.ts'
import type { LabState } from './state.ts'

/** What is undone: words, numbers and lanes, and the note about the words. */
type Part = Pick<LabState, 'preset' | 'mode' | 'entries' | 'lanes' | 'selected' | 'show'> & {
  readonly note: string
}

/** The lab's settings, the note about its words, and what can be undone. */
export interface Edited {
  readonly state: LabState
  readonly note: string
  readonly history: History<Part>
}

const partOf = ({ preset, mode, entries, lanes, selected, show }: LabState, note: string): Part => ({
  ...{ preset, mode, entries, lanes, selected, show },
  note,
})

export const startEdited = (state: LabState, note: string): Edited => ({
  state,
  note,
  history: startHistory(partOf(state, note)),
})

/** Takes a change in. What is no word, number or lane is not undone, and stays as it is. */
export function edited({ state, history }: Edited, next: LabState, note: string, now: number): Edited {
  const part = partOf(next, note)
  const words = changeWords(state, next)
  return {
    state: next,
    note,
    history:
      words === '' ? { ...history, present: part } : record(history, part, words, now, isWhole(state, next)),
  }
}

/** Back or forth. */
export function walked({ state, history }: Edited, way: (history: History<Part>) => History<Part>): Edited {
  const gone = way(history)
  const { note, ...part } = gone.present
  return { state: { ...state, ...part }, note, history: gone }
}

/** What a person changed, in a word or two; empty where nothing changed. */
function changeWords(before: LabState, after: LabState): string {
  if (before.lanes.join('\n') !== after.lanes.join('\n')) return 'lanes'
  if (before.mode !== after.mode || isOtherShape(before, after)) return 'distribution'
  const { entries } = after
  if (before.entries === entries) return ''
  const isSame = (name: 'word' | 'value') =>
    entries.every((entry, index) => entry[name] === before.entries[index]?.[name])
  if (before.entries.length !== entries.length || !isSame('word')) return 'words'
  return isSame('value') ? '' : 'numbers'
}

const isOtherShape = (before: LabState, after: LabState): boolean =>
  after.preset !== '' && after.preset !== before.preset

/** Whether it is a change of its own, however fast it came: typing and sliding run together. */
const isWhole = (before: LabState, after: LabState): boolean =>
  before.mode !== after.mode ||
  isOtherShape(before, after) ||
  before.entries.length !== after.entries.length ||
  before.lanes.length !== after.lanes.length
