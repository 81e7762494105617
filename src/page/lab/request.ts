import { isNumber, isTooLarge } from './list.ts'
import type { Mode } from './presets.ts'
import { type LabState, SHOWN } from './state.ts'

/** From the lab's settings to the API's request. */

/** A field's value as a logit; what is none passes as it is, for the API to judge. */
export function logitOf(value: string, mode: Mode): number | string {
  const text = value.trim()
  if (mode === 'logits' && /^-inf(inity)?$/i.test(text)) return '-Infinity'
  if (!isNumber(text)) return text
  const number = Number(text)
  if (mode === 'logits') return number
  if (number < 0) return text
  return number === 0 ? '-Infinity' : Math.log(number)
}

const NOUNS: Readonly<Record<Mode, string>> = {
  logits: 'A logit',
  probabilities: 'A probability',
  counts: 'A count',
}

/** The first field that is not a number, and what is wrong with it; -1 for none. */
export function firstWrong({ entries, mode }: Pick<LabState, 'entries' | 'mode'>): {
  readonly index: number
  readonly message: string
} {
  const index = entries.findIndex(({ value }) => {
    const logit = logitOf(value, mode)
    return typeof logit === 'string' && logit !== '-Infinity'
  })
  const text = entries[index]?.value.trim() ?? ''
  const size = isTooLarge(text) ? ', which is beyond the largest number, 1.8e308' : ''
  const expected = mode === 'logits' ? 'a number or "-Infinity"' : 'a number from 0 up'
  return { index, message: index < 0 ? '' : `${NOUNS[mode]} must be ${expected}, got "${text}"${size}.` }
}

/** Ids of the words named as history. */
export function historyOf({
  history,
  entries,
}: Pick<LabState, 'history' | 'entries'>): { readonly ids: number[] } | { readonly message: string } {
  const words = history.split(/[\s,]+/).filter((word) => word !== '')
  const ids = words.map((word) => entries.findIndex((entry) => entry.word === word))
  const stranger = words[ids.indexOf(-1)]
  if (stranger === undefined) return { ids }
  return { message: `History may only name words of the table; “${stranger}” is not one of them.` }
}

/** A number where it reads as one, else the text for the API to judge. */
const numberOf = (text: string): number | string => (isNumber(text) ? Number(text) : text)

/** The body of POST /api/lab. */
export function requestOf(state: LabState) {
  const history = historyOf(state)
  return {
    logits: state.entries.map(({ value }) => logitOf(value, state.mode)),
    tokens: state.entries.map(({ word }) => word),
    history: 'ids' in history ? history.ids : [],
    lanes: state.lanes,
    draws: numberOf(state.draws),
    seed: numberOf(state.seed),
    shown: SHOWN,
  }
}
