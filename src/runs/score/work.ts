import type { LanguageModel } from '../../decoding/model.ts'
import { UserError } from '../../errors.ts'
import { count } from '../../words.ts'
import type { ScoreRequest } from './request.ts'
import type { WindowFacts } from './windows.ts'

/** Probabilities that one request may compute: minutes of work on the largest vocabularies. */
export const MOST_PROBABILITIES = 4e9

/** What one request may read, in tokens of a text that is read in long windows: minutes of work. */
const MOST_READ = 4e6
/**
 * A forward costs about as much as so many tokens in it, besides its own: one alone takes ten times as long.
 */
const FORWARD = 9

/** What makes a text cheaper to read, and the field that does. */
const EXACT = { field: 'exact', advice: 'leave exact out, or ' }
const STRIDE = { field: 'stride', advice: 'take a longer stride, or ' }

/**
 * Refuses what would take too long before any of it is read: every token is read, some of them in several
 * windows, and judged over the whole vocabulary, once more by each step.
 * @param tokens tokens to judge
 * @throws UserError `too-much-work`, with the sum
 */
export function checkWork(
  { info }: Pick<LanguageModel, 'info'>,
  tokens: number,
  { lane: { chain }, prompt }: Pick<ScoreRequest, 'lane' | 'prompt'>,
  { tokensRead, windows, exact }: WindowFacts,
): void {
  // A prompt is read in one forward.
  const forwards = prompt !== undefined ? tokens : exact ? tokensRead : windows
  const cost = tokensRead + forwards * FORWARD
  if (cost > MOST_READ) {
    const remedy = prompt === undefined ? (exact ? EXACT : STRIDE) : undefined
    throw new UserError(
      'too-much-work',
      `The text is read in ${count(windows)} windows of ${count(tokensRead)} tokens together, by ` +
        `${count(forwards)} forwards that cost ${FORWARD} tokens each besides: ${count(cost)} tokens, ` +
        `and at most ${count(MOST_READ)} are read; ${remedy?.advice ?? ''}score less at once.`,
      remedy?.field,
    )
  }
  const each = info.vocabularySize * (chain.steps.length + 1)
  if (tokens * each <= MOST_PROBABILITIES) return
  const by = chain.steps.length > 0 ? ` by ${chain.steps.length} steps` : ''
  throw new UserError(
    'too-much-work',
    `The text is ${count(tokens)} tokens long, each judged over ${count(info.vocabularySize)} words${by}: ` +
      `${count(tokens * each)} probabilities, and at most ${count(MOST_PROBABILITIES)} are computed; ` +
      `score at most ${count(Math.floor(MOST_PROBABILITIES / each))} tokens at once.`,
  )
}
