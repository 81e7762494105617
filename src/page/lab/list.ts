import { LIMITS } from '../../runs/request/limits.ts'
import { count } from '../ui/numbers.ts'
import type { Entry } from './presets.ts'

/** A pasted distribution: lines of `word value`, or JSON. */

type Parsed = readonly Entry[] | { readonly message: string }

const NUMBER = /^[-+]?(?:\d{1,400}\.?\d{0,400}|\.\d{1,400})(?:e[-+]?\d{1,9})?$/i

/** Whether a field's text is written as a number. */
const isWritten = (text: string): boolean => NUMBER.test(text.trim())

/** Whether a field's text reads as a number. */
export const isNumber = (text: string): boolean => isWritten(text) && Number.isFinite(Number(text))

/** Whether it is a number that is too large for one. */
export const isTooLarge = (text: string): boolean => isWritten(text) && !isNumber(text)

const isLogit = (text: string): boolean => isNumber(text) || /^-inf(inity)?$/i.test(text.trim())

export function parseList(
  text: string,
): { readonly entries: readonly Entry[] } | { readonly message: string } {
  const trimmed = text.trim()
  if (trimmed === '') return { message: 'Paste at least one line: a word, a space and a number.' }
  const found = /^[[{]/.test(trimmed) ? parseJson(trimmed) : parseLines(trimmed)
  if ('length' in found && found.length > LIMITS.labTokens) {
    return { message: `The lab takes ${count(LIMITS.labTokens)} words, got ${count(found.length)}.` }
  }
  return 'length' in found ? { entries: found } : found
}

function parseLines(text: string): Parsed {
  const entries: Entry[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const [, word, value] = /^\s{0,200}(.{0,1000}?)[\s,;:=]{1,200}(\S{1,200})\s{0,200}$/.exec(line) ?? []
    if (word === undefined || word === '' || value === undefined || !isLogit(value)) {
      return { message: `Line ${index + 1} must be a word and a number, got “${line.trim().slice(0, 40)}”.` }
    }
    entries.push({ word, value })
  }
  return entries
}

/** `{ "cat": 2.4 }`, `[["cat", 2.4]]`, or the API's `{ "tokens": [...], "logits": [...] }`. */
function parseJson(text: string): Parsed {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { message: 'This starts like JSON but does not read as JSON; check its quotes and commas.' }
  }
  const pairs = pairsOf(value)
  const entries = pairs.map((pair) => (Array.isArray(pair) ? pair : []))
  const wrong = entries.findIndex(([word, number]) => typeof word !== 'string' || !isLogit(String(number)))
  if (entries.length === 0 || wrong >= 0) {
    return {
      message: `Entry ${Math.max(0, wrong) + 1} must be a word and a number, as in {"cat": 2.4, "dog": 1.8}.`,
    }
  }
  return entries.map(([word, number]) => ({ word: String(word), value: String(number) }))
}

function pairsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  if (typeof value !== 'object' || value === null) return []
  const { tokens, logits } = value as { tokens?: unknown; logits?: unknown }
  if (Array.isArray(tokens) && Array.isArray(logits)) return tokens.map((token, id) => [token, logits[id]])
  return Object.entries(value)
}
