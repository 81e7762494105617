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
const bytesText = (bytes) => bytes.replaceAll(/\S+/g, (byte) => `<${byte.toUpperCase()}>`).replaceAll(' ', '')

/** What has no text and no bytes ends a text. */
const END = '∎'

/** A token without a visible character, as a sign: blanks, bytes, or the end of the text. @param {{ text: string, bytes?: string }} step */
export const signsOf = ({ text, bytes = '' }) => (text === '' ? bytesText(bytes) || END : signs(text))

/** A token as it is read out. @param {{ text: string, bytes?: string }} step */
export function spoken({ text, bytes }) {
  if (text === '') return bytes ? `part of a character, bytes ${bytes}` : 'end of text'
  return text.trim() || (text.includes('\n') ? 'line break' : 'blank')
}

/**
 * A token on its own, its blanks as signs; those who listen or copy get the text.
 * @param {string} text @param {string} [bytes] what it stands for, where it is no whole character
 */
export function visible(text, bytes = '') {
  const step = { text, bytes }
  if (text === '')
    return `<i class="ws" data-signs="${escapeHtml(signsOf(step))}"></i><span class="sr">${escapeHtml(spoken(step))}</span>`
  return text
    .split(/(\s+)/)
    .map((part) =>
      /^\s+$/.test(part)
        ? `<i class="ws" data-signs="${signs(part)}">${part.replaceAll(/[\r\n]/g, ' ')}</i>`
        : escapeHtml(part),
    )
    .join('')
}
