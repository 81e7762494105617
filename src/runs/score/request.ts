import { z } from 'zod'
import { inField, UserError } from '../../errors.ts'
import { freshSeed } from '../../sampling/random.ts'
import { isStepwise } from '../../strategies/chain/search-part.ts'
import { modelId, seedSchema, text, whole } from '../request/fields.ts'
import { type LaneRequest, parsePlainLane } from '../request/lane.ts'
import { LIMITS } from '../request/limits.ts'
import { IMPLIED_CHAIN } from '../request/notation.ts'
import { parseWith } from '../request/parse.ts'

export const scoreSchema = z.strictObject({
  text: text('text').optional(),
  tokens: z
    .array(whole('a token', 0, Number.MAX_SAFE_INTEGER), 'tokens must be a list of token ids')
    .max(LIMITS.scoreTokens, `tokens may be ${LIMITS.scoreTokens}`)
    .optional(),
  prompt: text('prompt').optional(),
  model: modelId('model').optional(),
  lane: z
    .string('lane must be a chain, for example "nucleus:0.9"')
    .max(LIMITS.lane, `a lane may be ${LIMITS.lane} characters long`)
    .default(IMPLIED_CHAIN),
  seed: seedSchema.optional(),
})

/** A request to score a text, checked. */
export interface ScoreRequest {
  /** What to score: a text, or token ids. */
  readonly source: { readonly text: string } | { readonly tokens: readonly number[] }
  /** What it continues, unscored, as a run would continue it; absent for a text that stands alone. */
  readonly prompt: string | undefined
  readonly model: string | undefined
  readonly lane: LaneRequest
  /** For steps with a chance of their own. */
  readonly seed: number
}

/** @throws UserError `bad-request`, `bad-chain` or `lane-unsupported` */
export function parseScoreRequest(input: unknown): ScoreRequest {
  const {
    text: written,
    tokens,
    prompt,
    model,
    lane: notation,
    seed = freshSeed(),
  } = parseWith(scoreSchema, input, 'a JSON object with a text or tokens')
  if ((written === undefined) === (tokens === undefined)) {
    const got = written === undefined ? 'neither' : 'both'
    throw new UserError('bad-request', `Expected either text or tokens, got ${got}.`)
  }
  const lane = inField('lane', () => parsePlainLane(notation, 'name it with "model" instead'))
  if (!isStepwise(lane.chain)) {
    throw new UserError(
      'bad-request',
      `Expected a chain of steps that choose token by token, got "${notation}"; ${lane.chain.search.definition.id} judges whole texts, not tokens.`,
      'lane',
    )
  }
  return {
    source: written === undefined ? { tokens: tokens! } : { text: written },
    prompt,
    model,
    lane,
    seed,
  }
}
