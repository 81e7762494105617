/** A phrase that a text ends by repeating. */
export interface TailLoop {
  /** Tokens in the phrase. */
  readonly length: number
  /** Complete copies, one after another, that end the text. */
  readonly times: number
  /**
   * Index of the first token of the periodic stretch. Copies begin at start, start + length, ...; what
   * follows the last complete one is the beginning of the next. It stays put while a stream goes on
   * repeating.
   */
  readonly start: number
}

/** What counts as a loop. */
export interface LoopCriteria {
  /** Shortest and longest phrase, in tokens. */
  readonly minLength: number
  readonly maxLength: number
  /** Fewest copies. */
  readonly minTimes: number
}

/**
 * A phrase of at least two tokens, at least three times. Holtzman et al. 2020, section 5.3, where the phrase
 * may have any length.
 */
export const LOOP: LoopCriteria = { minLength: 2, maxLength: 90, minTimes: 3 }

/** How many tokens at the end equal the token `length` before them. Reads only the stretch itself. */
export function repeatedTail(tokens: readonly number[], length: number): number {
  let index = tokens.length - 1
  while (index >= length && tokens[index] === tokens[index - length]) index--
  return tokens.length - 1 - index
}

/** Consecutive copies of the last `length` tokens that end the text, from the length of its repeated tail. */
export const copies = (repeated: number, length: number): number => 1 + Math.floor(repeated / length)

/**
 * The loop a text ends in: the phrase whose repetition covers most of the end, the shortest on a tie. null if
 * none.
 * @param repeated repeated tail by phrase length, as `repeatedTail` counts it
 * @param end how many tokens the text has
 */
export function bestLoop(
  repeated: (length: number) => number,
  end: number,
  { minLength, maxLength, minTimes }: LoopCriteria,
): TailLoop | null {
  let best: TailLoop | null = null
  for (let length = minLength; length <= maxLength && length * minTimes <= end; length++) {
    const tail = repeated(length)
    const times = copies(tail, length)
    const start = end - tail - length
    if (times >= minTimes && (best === null || start < best.start)) best = { length, times, start }
  }
  return best
}

/** The loop a whole text ends in, or null. See `loopWatch` for a text that grows. */
export function tailLoop(tokens: readonly number[], criteria: LoopCriteria = LOOP): TailLoop | null {
  return bestLoop((length) => repeatedTail(tokens, length), tokens.length, criteria)
}
