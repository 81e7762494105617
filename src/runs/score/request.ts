import { z } from 'zod'
import { inField, UserError } from '../../errors.ts'
import { freshSeed } from '../../sampling/random.ts'
import { isStepwise } from '../../strategies/chain/search-part.ts'
import { count } from '../../words.ts'
import { flag, MODEL_HELP, modelId, seedSchema, text, whole } from '../request/fields.ts'
import { type LaneRequest, parsePlainLane } from '../request/lane.ts'
import { LIMITS } from '../request/limits.ts'
import { IMPLIED_CHAIN } from '../request/notation.ts'
import { parseWith } from '../request/parse.ts'

export const scoreSchema = z.strictObject({
  text: text('text').optional().describe('The text to score; send either this or tokens.'),
  tokens: z
    .array(whole('a token', 0, Number.MAX_SAFE_INTEGER), 'tokens must be a list of token ids')
    .max(LIMITS.scoreTokens, `tokens may be ${count(LIMITS.scoreTokens)}`)
    .optional()
    .describe('The text to score, as token ids.'),
  prompt: text('prompt')
    .optional()
    .describe('What the text continues; it is not scored. If omitted, the text is read alone.'),
  chat: flag('chat')
    .default(false)
    .describe(
      'If true, the prompt is a person’s message, and the model’s chat template is written around it.',
    ),
  model: modelId('model').optional().describe(MODEL_HELP),
  lane: z
    .string('lane must be a chain, for example "nucleus:0.9"')
    .max(LIMITS.lane, `a lane may be at most ${count(LIMITS.lane)} characters long`)
    .default(IMPLIED_CHAIN)
    .describe('The chain that would have kept or removed each token.'),
  seed: seedSchema.optional().describe('For steps that use randomness of their own.'),
  nucleus: flag('nucleus')
    .default(false)
    .describe('If true, each token comes with the size of the 0.9 nucleus of the model’s own distribution.'),
  context: whole('context', 1, LIMITS.scoreTokens)
    .optional()
    .describe('Tokens per window, for a text without a prompt. If omitted: the model’s whole context.'),
  stride: whole('stride', 1, LIMITS.scoreTokens)
    .optional()
    .describe('How many tokens each window starts after the previous one. If omitted: half a window.'),
  exact: flag('exact')
    .default(false)
    .describe(
      'If true, reads token by token, as a run reads what it writes; 8-bit weights then answer ' +
        'slightly differently.',
    ),
  literal: flag('literal')
    .default(false)
    .describe('If true, text that spells a special token is read as plain text.'),
})

/** A request to score a text, checked. */
export interface ScoreRequest {
  /** What to score: a text, or token ids. */
  readonly source: { readonly text: string } | { readonly tokens: readonly number[] }
  /** What it continues, unscored, as a run would continue it; absent for a text without a prompt. */
  readonly prompt: string | undefined
  /** Whether the prompt is a person's message, written with the model's chat template. */
  readonly chat?: boolean
  readonly model: string | undefined
  readonly lane: LaneRequest
  /** For steps with a chance of their own. */
  readonly seed: number
  /** Whether tokens count the nucleus of 0.9 of the model's own distribution. */
  readonly nucleus: boolean
  /** Tokens of a window, and how far the next one starts behind it; the model's own where absent. */
  readonly context: number | undefined
  readonly stride: number | undefined
  /** Whether every token has a forward of its own. */
  readonly exact: boolean
  /** Whether text that spells a special token is plain text. */
  readonly literal: boolean
}

/** @throws UserError `bad-request`, `bad-chain` or `lane-unsupported` */
export function parseScoreRequest(input: unknown): ScoreRequest {
  const {
    text: written,
    tokens,
    prompt,
    chat,
    model,
    lane: notation,
    seed = freshSeed(),
    nucleus,
    ...reading
  } = parseWith(scoreSchema, input, 'a JSON object with a text or tokens')
  if ((written === undefined) === (tokens === undefined)) {
    const got = written === undefined ? 'neither' : 'both'
    throw new UserError('bad-request', `Expected either text or tokens, got ${got}.`)
  }
  if (chat && prompt === undefined)
    throw new UserError('bad-request', 'chat is about a prompt, and there is none; add one.', 'chat')
  const unfit =
    prompt === undefined ? undefined : (['context', 'stride'] as const).find((name) => reading[name])
  if (unfit) {
    throw new UserError(
      'bad-request',
      `${unfit} is for a text without a prompt: behind one it is read whole; leave one of the two out.`,
      unfit,
    )
  }
  if (reading.literal && written === undefined) {
    throw new UserError(
      'bad-request',
      'literal is about a text, and tokens are tokens already; leave it out.',
      'literal',
    )
  }
  const lane = inField('lane', () => parsePlainLane(notation, 'name it with "model" instead'))
  if (!isStepwise(lane.chain)) {
    throw new UserError(
      'bad-request',
      `Expected a chain of steps that choose token by token, got "${notation}"; ` +
        `${lane.chain.search.definition.id} judges whole texts, not tokens.`,
      'lane',
    )
  }
  const { context, stride, exact, literal } = reading
  const source = written === undefined ? { tokens: tokens! } : { text: written }
  return { source, prompt, chat, model, lane, seed, context, stride, exact, literal, nucleus }
}
