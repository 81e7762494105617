/** How sentences of server, terminal and pages begin, and how they write numbers. */

/** As a sentence begins; what begins in chain notation, `own:keep(p > 2)`, is left as it is written. */
export const capital = (text: string): string =>
  /^[a-z-]+:\S/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1)

/** With its thousands parted, and at most three decimals: "1,234,567", "8,050.5". */
export const count = (value: number): string => value.toLocaleString('en-US')

/** "1 text", "2,000 texts". */
export const plural = (value: number, noun: string): string =>
  `${count(value)} ${noun}${value === 1 ? '' : 's'}`

/** Bytes, rounded up: "1,234 MB". */
export const megabytes = (bytes: number): string => `${count(Math.ceil(bytes / 1e6))} MB`

/** Parts an explanation in plain words from its rule, which a page may show on demand. */
export const EXACTLY = ' Exactly: '
