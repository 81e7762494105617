/** Pieces of text away from where they belong: what a line break and a word's second half look like. */

/** A break is a sign, the spaces at the ends stay. */
export const flat = (text: string): string =>
  text.replace(/[^\S\n]{0,99}\n\s{0,999}/g, ' ↵ ').replace(/ {2,}/g, ' ')

export const onOneLine = (text: string): string => flat(text).trim()

const LETTER = '[\\p{L}\\p{M}\\p{N}]'
const startsInside = new RegExp(`^${LETTER}`, 'u')
const endsInside = new RegExp(`${LETTER}$`, 'u')

/**
 * A piece that is read apart from what it follows: the rest of a word shows that it is one, a blank can be
 * seen.
 */
export function apart(text: string, before = ''): string {
  if (text === '') return '◌'
  const line = onOneLine(text)
  if (line === '') return '·'
  return startsInside.test(text) && endsInside.test(before) ? `…${line}` : line
}

/** The first words of a long text. @param most characters */
export const startOf = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most).replace(/\s\S*$/, '')} …`
