import { bestLoop, LOOP, type LoopCriteria, type TailLoop } from './tail-loop.ts'

/** Watches a growing text for a loop. */
export interface LoopWatch {
  /** Appends a token, O(longest phrase), and answers the loop the text now ends in, or null. */
  push(token: number): TailLoop | null
}

/**
 * Finds the same loops as `tailLoop`, token by token: it remembers for every phrase length how long the
 * repeated tail is, and a token either makes it one longer or ends it. For a text that changes its past (beam
 * search), start anew.
 */
export function loopWatch(criteria: LoopCriteria = LOOP): LoopWatch {
  const tokens: number[] = []
  const repeated = new Int32Array(criteria.maxLength + 1)
  return {
    push(token) {
      const index = tokens.push(token) - 1
      for (let length = criteria.minLength; length <= Math.min(criteria.maxLength, index); length++) {
        repeated[length] = token === tokens[index - length] ? repeated[length]! + 1 : 0
      }
      return bestLoop((length) => repeated[length]!, tokens.length, criteria)
    },
  }
}
