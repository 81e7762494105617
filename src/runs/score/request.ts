import { z } from 'zod'
import { UserError } from '../../errors.ts'
import { freshSeed } from '../../sampling/random.ts'
import { isStepwise } from '../../strategies/chain/search-part.ts'
import { type LaneRequest, parsePlainLane } from '../request/lane.ts'
import { LIMITS } from '../request/limits.ts'
import { IMPLIED_CHAIN } from '../request/notation.ts'
import { parseWith, seedSchema } from '../request/request.ts'

export const scoreSchema = z.strictObject({
  text: z
    .string('text must be text')
    .max(LIMITS.prompt, `text may be ${LIMITS.prompt} characters long`)
    .optional(),
  tokens: z
    .array(
      z.int('a token must be a token id').min(0, 'a token must be at least 0'),
      'tokens must be a list of token ids',
    )
    .max(LIMITS.scoreTokens, `tokens may be ${LIMITS.scoreTokens}`)
    .optional(),
  prompt: z
    .string('prompt must be text')
    .max(LIMITS.prompt, `prompt may be ${LIMITS.prompt} characters long`)
    .optional(),
  model: z
    .string('model must be the id of a model')
    .max(LIMITS.id, `model may be ${LIMITS.id} characters long`)
    .optional(),
  lane: z
    .string('lane must be a chain, for example "nucleus:0.9"')
    .max(LIMITS.lane, `a lane may be ${LIMITS.lane} characters long`)
    .default(IMPLIED_CHAIN),
  seed: seedSchema.optional(),
  nucleus: z
    .boolean('nucleus must be true or false')
    .default(false)
    .describe('Whether tokens count the nucleus of 0.9 of the model’s own distribution before them.'),
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
  /** Whether tokens count the nucleus of 0.9 of the model's own distribution. */
  readonly nucleus: boolean
}

/** @throws UserError `bad-request`, `bad-chain` or `lane-unsupported` */
export function parseScoreRequest(input: unknown): ScoreRequest {
  const {
    text,
    tokens,
    prompt,
    model,
    lane: notation,
    seed = freshSeed(),
    nucleus,
  } = parseWith(scoreSchema, input, 'a JSON object with a text or tokens')
  if ((text === undefined) === (tokens === undefined)) {
    const got = text === undefined ? 'neither' : 'both'
    throw new UserError('bad-request', `Expected either text or tokens, got ${got}.`)
  }
  const lane = parsePlainLane(notation, 'name it with "model" instead')
  if (!isStepwise(lane.chain)) {
    throw new UserError(
      'bad-request',
      `Expected a chain of steps that chooses token by token, got "${notation}"; ${lane.chain.search.definition.id} judges whole texts, not tokens.`,
    )
  }
  return { source: text === undefined ? { tokens: tokens! } : { text }, prompt, model, lane, seed, nucleus }
}
