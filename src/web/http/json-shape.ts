import { UserError } from '../../errors.ts'
import { count } from '../../words.ts'

/**
 * Bounds what a body of JSON makes its reader build. The parser runs on the server's one thread, and a
 * million brackets take it a hundred times as long as a text of their size.
 */

/** Lists and objects inside each other: run files have 9. */
const DEEPEST = 64
/** Bytes of a body that is no UTF-8: its brackets cannot be counted byte by byte. */
const MOST_WIDE = 2 ** 20

const QUOTE = 0x22
const COLON = 0x3a
const BACKSLASH = 0x5c
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/**
 * @param most lists, objects and their fields together
 * @throws UserError `too-large`
 */
export function checkShape(bytes: Uint8Array, encoding: string, most: number): void {
  if (encoding.toLowerCase() !== 'utf-8') {
    if (bytes.length > MOST_WIDE) refuse('A body in another charset than UTF-8 may be 1 MiB large')
    return
  }
  let depth = 0
  let parts = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (byte === QUOTE) at = endOfText(bytes, at)
    else if (byte === COLON) parts++
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      parts++
      if (++depth > DEEPEST) refuse(`The body’s lists and objects may be ${DEEPEST} deep`)
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth--
    if (parts > most) {
      refuse(`The body may have ${count(most)} lists, objects and fields together`)
    }
  }
}

/** Index of the quote that ends a text, or the last index where none does. */
function endOfText(bytes: Uint8Array, start: number): number {
  let at = start + 1
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return at
}

function refuse(limit: string): never {
  throw new UserError('too-large', `${limit}; send less.`)
}
