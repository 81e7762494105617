/** A passage that a text keeps coming back to. */
export interface Recurrence {
  /** Tokens in the passage. */
  readonly length: number
  /** Copies that do not overlap, and where each begins. */
  readonly times: number
  readonly starts: readonly number[]
}

/** What counts as a passage that comes back. */
interface RecurrenceCriteria {
  /** Tokens in the shortest one: shorter ones recur in any text. */
  readonly shortest: number
  /** Fewest copies. */
  readonly fewest: number
}

const USUAL: RecurrenceCriteria = { shortest: 5, fewest: 3 }
/** Only the end of a very long text is searched. */
const SEARCHED = 1024

/**
 * The passage of at least 5 tokens whose copies, at least 3 that do not overlap, cover most of the text; null
 * if no passage has as many. The copies may be apart, with anything between them. O(n²) for n tokens, of
 * which the last 1024 are read.
 * @param tokens without a final end-of-text token
 */
export function recurrence(tokens: readonly number[], criteria = USUAL): Recurrence | null {
  const offset = Math.max(0, tokens.length - SEARCHED)
  const text = tokens.slice(offset)
  const firsts = firstOccurrences(text, criteria)
  if (firsts.size === 0) return null
  let best: Recurrence | null = null
  // Length of the common beginning of what follows `start` and what follows each later index.
  let common = new Int32Array(text.length + 1)
  for (let start = text.length - 1; start >= 0; start--) {
    const row = new Int32Array(text.length + 1)
    for (let later = start + 1; later < text.length; later++) {
      if (text[start] === text[later]) row[later] = common[later + 1]! + 1
    }
    common = row
    if (!firsts.has(start)) continue
    const found = bestFrom(start, row, criteria)
    if (found && (best === null || found.length * found.times >= best.length * best.times)) best = found
  }
  return best && { ...best, starts: best.starts.map((start) => start + offset) }
}

/**
 * Where each sequence of the shortest length that has enough copies occurs for the first time: no better
 * passage begins elsewhere.
 */
function firstOccurrences(
  text: readonly number[],
  { shortest, fewest }: RecurrenceCriteria,
): ReadonlySet<number> {
  const known = new Map<string, { first: number; times: number }>()
  for (let start = text.length - shortest; start >= 0; start--) {
    const sequence = text.slice(start, start + shortest).join()
    known.set(sequence, { first: start, times: (known.get(sequence)?.times ?? 0) + 1 })
  }
  return new Set([...known.values()].flatMap(({ first, times }) => (times >= fewest ? [first] : [])))
}

/** Of the passages that begin at `start`, the one that covers most; null if none has enough copies. */
function bestFrom(
  start: number,
  common: Int32Array,
  { shortest, fewest }: RecurrenceCriteria,
): Recurrence | null {
  const lengths = new Set(common.filter((length) => length >= shortest))
  let best: Recurrence | null = null
  for (const longest of lengths) {
    const starts = [start]
    // A copy may not reach into the next one, nor may the first.
    for (let later = start + longest; later < common.length; later++) {
      if (common[later]! < longest || later < starts.at(-1)! + longest) continue
      starts.push(later)
    }
    const covers = longest * starts.length
    if (starts.length < fewest || (best && covers <= best.length * best.times)) continue
    best = { length: longest, times: starts.length, starts }
  }
  return best
}
