// @ts-check

/**
 * The loop a text ends in: a phrase of at least two tokens, at least three times in a row. The rule is the metrics'
 * (`src/metrics/tail-loop.ts`); a test holds the two together.
 * @typedef {{ start: number, length: number, times: number }} Loop
 */

const MIN_LENGTH = 2
const MAX_LENGTH = 90
const MIN_TIMES = 3

/** @param {readonly number[]} tokens @returns {Loop | undefined} */
export function loopOf(tokens) {
  /** @type {Loop | undefined} */
  let best
  for (let length = MIN_LENGTH; length <= MAX_LENGTH && length * MIN_TIMES <= tokens.length; length++) {
    let index = tokens.length - 1
    while (index >= length && tokens[index] === tokens[index - length]) index--
    const tail = tokens.length - 1 - index
    const times = 1 + Math.floor(tail / length)
    const start = tokens.length - tail - length
    if (times >= MIN_TIMES && (best === undefined || start < best.start)) best = { start, length, times }
  }
  return best
}
