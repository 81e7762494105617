/** How sentences of server, terminal and pages begin, and how they write numbers. */

/** As a sentence begins; what begins in chain notation, `own:keep(p > 2)`, is left as it is written. */
export const capital = (text: string): string =>
  /^[a-z-]+:\S/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1)

/** As it goes on within a sentence. */
export const uncapital = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

/** With its thousands parted, and at most three decimals: "1,234,567", "8,050.5". */
export const count = (value: number): string => value.toLocaleString('en-US')

/** So many digits that count at most, without an exponent: "12,350", "0.00012". */
export const significant = (value: number, digits: number): string =>
  (value || 0).toLocaleString('en-US', { maximumSignificantDigits: digits })

/** Nats as people read them. */
export const bits = (nats: number): number => nats / Math.LN2

/** "1 text", "2,000 texts". */
export const plural = (value: number, noun: string): string =>
  `${count(value)} ${noun}${value === 1 ? '' : 's'}`

/** A text of at most so many characters; one that is cut ends in an ellipsis. */
export const atMost = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text

/** A token as a drawing writes it: a long one leaves its neighbours room. */
export const drawnToken = (token: string): string => atMost(token, 9)

/** "Stopped after 8 runs of 16". */
export const stoppedAfter = (done: number, total: number): string =>
  `Stopped after ${plural(done, 'run')} of ${count(total)}`

/** "Seed must be a whole number from 0 to 1,000". */
export const wholeNumberRule = (name: string, low: number, high: number): string =>
  `${name} must be a whole number from ${count(low)} to ${count(high)}`

/** A share in whole percents: "42%". */
export const wholePercent = (share: number): string => `${Math.round(100 * share)}%`

/** A probability where small ones matter: "0.524", and "0.00012" where three decimals show only zeros. */
export const exactProbability = (value: number): string =>
  value === 0 || value >= 0.001 ? value.toFixed(3) : value.toPrecision(2)

/** How large something is: "1.8 MB", "85 MB", "1.64 GB". */
export function sizeText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`
  return `${(bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0)} MB`
}

/** Bytes a second that the time of a download is estimated for: 40 Mbit/s. */
export const DOWNLOAD_RATE = 5e6

/** Bytes that are needed, rounded up: "1,234 MB". */
export const megabytes = (bytes: number): string => `${count(Math.ceil(bytes / 1e6))} MB`

/** Parts an explanation in plain words from its rule, which a page may show on demand. */
export const EXACTLY = ' Exactly: '
