/** Bytes that records write in hexadecimal, "e2 80". */
export const bytesIn = (hexadecimal: string): number[] =>
  hexadecimal.split(' ').map((byte) => Number.parseInt(byte, 16))

/** How OpenAI writes a token that is no text of its own. */
export const bytesName = (hexadecimal: string): string => `bytes:\\x${hexadecimal.replaceAll(' ', '\\x')}`
