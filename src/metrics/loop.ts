import { defined, mean } from './average.ts'
import { type SetMetric, share, type TextMetric, type TextRecord, textOf } from './definition.ts'
import { type Recurrence, recurrence } from './recurrence.ts'
import { type TailLoop, tailLoop } from './tail-loop.ts'

/**
 * How a text loops:
 * - `end`: it ends in a phrase of 2 tokens or more that follows itself 3 times or more (the paper's rule);
 * - `passage`: copies of one passage of 5 tokens or more, 3 or more of them, cover a quarter of the text,
 *   with anything between them (a sentence that comes back);
 * - `near`: of the 4-grams that end within the last 100 tokens, half or more occur earlier in the text (the
 *   same sentence with a word changed each time, or a page that comes back once). Its passage is the one that
 *   comes back three times, else the one of 4 tokens or more that comes back at all; null only where that is
 *   further back than `recurrence` looks.
 */
export type LoopJudgement =
  | { readonly kind: 'end' | 'passage'; readonly passage: Recurrence }
  | { readonly kind: 'near'; readonly passage: Recurrence | null; readonly repeated: number }

const PASSAGE_SHARE = 1 / 4
const NEAR_SHARE = 1 / 2
const NEAR_SPAN = 100
/** Fewest tokens that a near-loop is judged by. */
const NEAR_TOKENS = 40
const ORDER = 4

/**
 * The first of the three rules that a text meets, or null.
 * @param tokens without a final end-of-text token
 */
export function judgeLoop(tokens: readonly number[]): LoopJudgement | null {
  const end = tailLoop(tokens, { minLength: 2, minTimes: 3, maxLength: tokens.length })
  if (end) return { kind: 'end', passage: copiesOf(end, tokens) }
  const passage = recurrence(tokens)
  if (passage && passage.length * passage.times >= PASSAGE_SHARE * tokens.length) {
    return { kind: 'passage', passage }
  }
  const repeated = lateRepeats(tokens)
  if (repeated < NEAR_SHARE) return null
  return { kind: 'near', passage: passage ?? recurrence(tokens, { shortest: ORDER, fewest: 2 }), repeated }
}

/**
 * All copies of the phrase that a text ends by repeating, those before the last stretch too: the text may
 * have paused. A loop can be read from any of its tokens on, so it is from the one that gives the most
 * copies, the first on a tie.
 * @param tokens of the text that ends in the loop
 */
export function copiesOf({ length, start }: TailLoop, tokens: readonly number[]): Recurrence {
  let best: number[] = []
  for (let turn = 0; turn < length; turn++) {
    const starts = occurrences(tokens, start + turn, length)
    if (starts.length > best.length) best = starts
  }
  return { length, times: best.length, starts: best }
}

/** Where the phrase at `from` occurs, from the left, no copy reaching into the next. */
function occurrences(tokens: readonly number[], from: number, length: number): number[] {
  const starts: number[] = []
  for (let at = 0; at + length <= tokens.length; ) {
    let same = 0
    while (same < length && tokens[at + same] === tokens[from + same]) same++
    if (same === length) starts.push(at)
    at += same === length ? length : 1
  }
  return starts
}

/**
 * Share of the 4-grams that end within the last 100 tokens that occur earlier in the text; 0 of a short one.
 */
function lateRepeats(tokens: readonly number[]): number {
  if (tokens.length < NEAR_TOKENS) return 0
  const seen = new Set<string>()
  const from = Math.max(ORDER, tokens.length - NEAR_SPAN)
  let repeats = 0
  for (let end = ORDER; end <= tokens.length; end++) {
    const ngram = tokens.slice(end - ORDER, end).join()
    if (end > from && seen.has(ngram)) repeats++
    seen.add(ngram)
  }
  return repeats / (tokens.length - from)
}

const about = {
  id: 'loops',
  title: 'Loops, near ones too',
  source: 'this project; the first of the three rules is Holtzman et al. 2020, arXiv 1904.09751, section 5.3',
  needs: 'tokens',
  scale: share,
} as const

const RULE =
  'it ends in a phrase three times in a row, or three copies of a passage of 5 tokens or more cover a ' +
  'quarter of it, or half of the 4-grams of its last 100 tokens occur earlier'

function flag(record: TextRecord): number | null {
  const tokens = textOf(record)
  return tokens.length === 0 ? null : judgeLoop(tokens) ? 1 : 0
}

export const loopsOfText: TextMetric = { ...about, summary: `1 if ${RULE}; else 0.`, compute: flag }

export const loopsOfSet: SetMetric = {
  ...about,
  summary: `Share of the texts of which this holds: ${RULE}.`,
  compute: (records) => mean(defined(records.map(flag))),
}
