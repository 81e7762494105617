import { UserError } from '../../errors.ts'
import { hasChance } from '../../strategies/chain/search-part.ts'
import { count, megabytes } from '../../words.ts'
import { LIMITS } from '../request/limits.ts'
import { type LabRequest, parseLabLane } from './request.ts'

/** Probabilities that one request may compute: a few seconds of work. */
const MOST_PROBABILITIES = 200_000_000
/** Bytes that a candidate takes in a reply besides its token's text. */
const CANDIDATE = 150
/** Bytes that a drawn token's id takes. */
const DRAW = 7

/**
 * Refuses what would take too long or not fit a reply, before any of it is computed: a step with a chance of
 * its own computes all of its words again for every draw.
 * @throws UserError `too-much-work` or `too-large`, with the sum
 */
export function checkWork(request: LabRequest): void {
  const { logits, tokens, lanes, draws, shown } = request
  const words = logits.length
  const work = lanes.reduce((sum, lane) => sum + probabilitiesOf(lane, words, draws), 0)
  if (work > MOST_PROBABILITIES) {
    throw new UserError(
      'too-much-work',
      `${count(lanes.length)} lanes of ${count(words)} words with ${count(draws)} draws compute ` +
        `${count(work)} probabilities, since a step with a chance of its own computes them for every ` +
        `draw; at most ${count(MOST_PROBABILITIES)} are, so ask for fewer draws or words.`,
    )
  }
  const listed = Math.min(words, shown ?? words)
  const names = tokens.reduce((sum, token) => sum + token.length, 0) * (listed / words)
  const bytes = lanes.length * (listed * CANDIDATE + names + draws * DRAW)
  if (bytes <= LIMITS.replyBytes) return
  throw new UserError(
    'too-large',
    `The reply would be about ${megabytes(bytes)} (${lanes.length} lanes x ${count(words)} words and ` +
      `${count(draws)} draws), and ${megabytes(LIMITS.replyBytes)} are sent at most; ask for fewer lanes, ` +
      'words or draws.',
  )
}

/** A lane that cannot be read computes nothing: it is refused later, in its own words. */
function probabilitiesOf(lane: string, words: number, draws: number): number {
  try {
    const { chain } = parseLabLane(lane)
    return words * (chain.steps.length + 1) * (hasChance(chain) ? draws + 1 : 1)
  } catch {
    return 0
  }
}
