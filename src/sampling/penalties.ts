/** The last `window` tokens; 0 means all of them, the prompt included. */
export function recentTokens(history: readonly number[], window: number): readonly number[] {
  return window === 0 ? history : history.slice(-window)
}

/** The tokens that count: all of them, or those behind the prompt. */
export const counted = (
  { history, promptLength }: { readonly history: readonly number[]; readonly promptLength: number },
  prompt: 'true' | 'false',
): readonly number[] => (prompt === 'true' ? history : history.slice(promptLength))

/** How often each token occurs. */
export function countTokens(history: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const token of history) counts.set(token, (counts.get(token) ?? 0) + 1)
  return counts
}

/**
 * Tokens that would complete an n-gram that the history already holds. Overlaps count: after 7 7 7 7 a third
 * 7 in a row is banned for n = 3. Paulus et al. 2018.
 * @param n 1 or more; 1 bans every token seen
 */
export function repeatedNgramEnds(history: readonly number[], n: number): Set<number> {
  const ends = new Set<number>()
  const suffix = history.length - (n - 1)
  for (let start = 0; start + n <= history.length; start++) {
    let matched = 0
    while (matched < n - 1 && history[start + matched] === history[suffix + matched]) matched++
    if (matched === n - 1) ends.add(history[start + n - 1]!)
  }
  return ends
}

/**
 * How many tokens follow the latest sequence that breaks repetitions; all of them where there is none. Of
 * sequences that begin at one place, the longest.
 */
export function tokensAfterBreaker(
  history: readonly number[],
  breakers: readonly (readonly number[])[],
): number {
  for (let start = history.length - 1; start >= 0; start--) {
    const lengths = breakers
      .filter((breaker) => breaker.every((token, index) => history[start + index] === token))
      .map(({ length }) => length)
    if (lengths.length > 0) return history.length - start - Math.max(...lengths)
  }
  return history.length
}

/**
 * For each token that once followed a copy of the history's end: the length of the longest such copy. Copies
 * may overlap the end, so 5 5 5 5 5 gives 4 for token 5. O(history), by Z-values of the reversed history.
 */
export function repeatedSuffixLengths(history: readonly number[]): Map<number, number> {
  const last = history.length - 1
  const at = (index: number) => history[last - index]
  const lengths = new Map<number, number>()
  const z = new Int32Array(history.length)
  let left = 0
  let right = 0
  for (let i = 1; i <= last; i++) {
    let length = i < right ? Math.min(right - i, z[i - left]!) : 0
    while (i + length <= last && at(length) === at(i + length)) length++
    z[i] = length
    if (i + length > right) {
      left = i
      right = i + length
    }
    const follower = at(i - 1)!
    if (length > (lengths.get(follower) ?? 0)) lengths.set(follower, length)
  }
  return lengths
}
