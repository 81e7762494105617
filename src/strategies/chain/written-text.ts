/**
 * Text as a parameter in chain notation: what the notation needs for itself is written as in an address,
 * `%2C` for a comma, and so is a blank at an end.
 */

const RESERVED = /[%+,@\p{Cc}]|^\s|\s$/gu

export const escapeText = (text: string): string =>
  text.replace(RESERVED, (character) =>
    Array.from(
      new TextEncoder().encode(character),
      (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    ).join(''),
  )

/** What is no escape stays as it is. */
export const unescapeText = (text: string): string =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => {
    try {
      return decodeURIComponent(bytes)
    } catch {
      return bytes
    }
  })
