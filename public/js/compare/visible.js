// @ts-check

import { escapeHtml } from '../html.js'

/**
 * Blanks made visible, and bytes that are no character yet. Pure.
 * One space before a word is what most tokens begin with: in running text it stands as it is.
 */

/** @type {Readonly<Record<string, string>>} */
const SIGNS = { '\n': '↵', '\r': '␍', '\t': '→', ' ': '·', '\u00a0': '⍽' }

/** A sign for every blank. @param {string} blanks */
export const signs = (blanks) => Array.from(blanks, (one) => SIGNS[one] ?? '·').join('')

/** Bytes as hexadecimal digits in angle brackets, as tokenizers write them. @param {string} bytes such as "e2 80" */
export const bytesText = (bytes) =>
  bytes
    .split(' ')
    .map((byte) => `<${byte.toUpperCase()}>`)
    .join('')

/**
 * A token on its own, its blanks as signs; those who listen or copy get the text.
 * @param {string} text @param {string} [bytes] what it stands for, where it is no whole character
 */
export function visible(text, bytes = '') {
  if (text === '')
    return `<i class="ws" data-signs="${escapeHtml(bytes ? bytesText(bytes) : '◌')}"></i><span class="sr">part of a character</span>`
  return text
    .split(/(\s+)/)
    .map((part) =>
      /^\s+$/.test(part)
        ? `<i class="ws" data-signs="${signs(part)}">${part.replaceAll(/[\r\n]/g, ' ')}</i>`
        : escapeHtml(part),
    )
    .join('')
}
