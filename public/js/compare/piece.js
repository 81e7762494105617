// @ts-check

/** Pieces of text outside their place: what a line break and a word's second half look like. Pure. */

/** A break is a sign, the spaces at the ends stay. @param {string} text */
export const flat = (text) => text.replace(/[^\S\n]*\n\s*/g, ' ↵ ').replace(/ {2,}/g, ' ')

/** Text on one line. @param {string} text */
export const onOneLine = (text) => flat(text).trim()

const LETTER = '[\\p{L}\\p{M}\\p{N}]'
const startsInside = new RegExp(`^${LETTER}`, 'u')
const endsInside = new RegExp(`${LETTER}$`, 'u')

/**
 * A piece that is read apart from what it follows: the rest of a word says so, a blank can be seen.
 * @param {string} text @param {string} [before] what it follows
 */
export function apart(text, before = '') {
  if (text === '') return '◌'
  const line = onOneLine(text)
  if (line === '') return '·'
  return startsInside.test(text) && endsInside.test(before) ? `…${line}` : line
}

/** The first words of a long text. @param {string} text @param {number} most characters */
export const startOf = (text, most) =>
  text.length <= most ? text : `${text.slice(0, most).replace(/\s\S*$/, '')} …`
