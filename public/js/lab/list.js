// @ts-check

/** A pasted distribution: lines of `word value`, or JSON. Pure. */

/** @typedef {import('./presets.js').Entry} Entry */

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i

/** Whether a field's text reads as a number. @param {string} text */
export const isNumber = (text) => NUMBER.test(text.trim())

/** @param {string} text */
const isLogit = (text) => isNumber(text) || /^-inf(inity)?$/i.test(text.trim())

/**
 * @param {string} text
 * @returns {{ entries: Entry[] } | { message: string }}
 */
export function parseList(text) {
  const trimmed = text.trim()
  if (trimmed === '') return { message: 'Paste at least one line: a word, a space and a number.' }
  const found = /^[[{]/.test(trimmed) ? parseJson(trimmed) : parseLines(trimmed)
  if (Array.isArray(found) && found.length > 100_000) {
    return { message: `The lab takes 100,000 words, got ${found.length}.` }
  }
  return Array.isArray(found) ? { entries: found } : found
}

/** @param {string} text @returns {Entry[] | { message: string }} */
function parseLines(text) {
  /** @type {Entry[]} */
  const entries = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const [, word, value] = /^\s*(.*?)[\s,;:=]+(\S+)\s*$/.exec(line) ?? []
    if (word === undefined || word === '' || value === undefined || !isLogit(value)) {
      return { message: `Line ${index + 1} must be a word and a number, got “${line.trim().slice(0, 40)}”.` }
    }
    entries.push({ word, value })
  }
  return entries
}

/** `{ "cat": 2.4 }`, `[["cat", 2.4]]`, or the API's `{ "tokens": [...], "logits": [...] }`. @param {string} text */
function parseJson(text) {
  /** @type {unknown} */
  let value
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

/** @param {unknown} value @returns {unknown[]} */
function pairsOf(value) {
  if (Array.isArray(value)) return value
  if (typeof value !== 'object' || value === null) return []
  const { tokens, logits } = /** @type {{ tokens?: unknown, logits?: unknown }} */ (value)
  if (Array.isArray(tokens) && Array.isArray(logits)) return tokens.map((token, id) => [token, logits[id]])
  return Object.entries(value)
}
