import { z } from 'zod'
import { UserError } from '../../errors.ts'
import { freshSeed } from '../../sampling/random.ts'
import { isStepwise } from '../../strategies/chain/search-part.ts'
import { count } from '../../words.ts'
import { SEED_HELP, seedSchema, text, whole } from '../request/fields.ts'
import { chainSchema, type LaneRequest, parsePlainLane } from '../request/lane.ts'
import { LIMITS } from '../request/limits.ts'
import { parseWith } from '../request/parse.ts'

/** The contrived vocabulary the project started from. */
const DEMO = {
  tokens: ['cat', 'dog', 'bird', 'fish', 'lizard', 'hamster'],
  logits: [2.4, 1.8, 0.5, 0.2, -0.3, -1.0],
} as const

/** JSON has no infinite numbers. */
const logit = z.union(
  [z.number(), z.literal('-Infinity').transform(() => Number.NEGATIVE_INFINITY)],
  'a logit must be a number or "-Infinity"',
)

/** Characters that a word of the lab may have. */
const LAB_TEXT = 1000

export const labSchema = z.strictObject({
  logits: z
    .array(logit, 'logits must be a list of numbers')
    .min(1, 'logits must hold at least one number')
    .max(LIMITS.labTokens, `logits may hold ${count(LIMITS.labTokens)} numbers`)
    .optional()
    .describe('One logit per token. If omitted: a demonstration with six animals.'),
  tokens: z
    .array(text('a token', LAB_TEXT), 'tokens must be a list of texts')
    .max(LIMITS.labTokens, `tokens may hold ${count(LIMITS.labTokens)} texts`)
    .optional()
    .describe('The tokens’ names, in the order of the logits. If omitted: 0, 1, 2 and so on.'),
  history: z
    .array(
      z.int('history must list token ids').min(0, 'history must list token ids, from 0'),
      'history must be a list of token ids',
    )
    .max(LIMITS.scoreTokens, `history may list ${count(LIMITS.scoreTokens)} tokens`)
    .default([])
    .describe('Token ids that came before, for steps that look back.'),
  lanes: z
    .array(chainSchema, 'lanes must be a list of chains, for example ["nucleus:0.9"]')
    .min(1, 'lanes must name at least one chain, for example ["nucleus:0.9"]')
    .max(LIMITS.lanes, `the lab takes ${LIMITS.lanes} lanes`)
    .describe('The chains to apply, each to the distribution as it is given.'),
  draws: whole('draws', 0, LIMITS.draws).default(0).describe('How many tokens each lane draws.'),
  seed: seedSchema.optional().describe(SEED_HELP),
  shown: whole('shown', 1, 200)
    .optional()
    .describe(
      'If given, each step also comes with the drawing of its cut: this many tokens singly, the rest folded.',
    ),
})

/** One distribution and what to do with it, checked. */
export interface LabRequest {
  readonly logits: readonly number[]
  readonly tokens: readonly string[]
  readonly history: readonly number[]
  readonly lanes: readonly string[]
  readonly draws: number
  readonly seed: number
  /**
   * Describe every step for drawing, this many words singly and the rest folded; and let a lane fail alone.
   */
  readonly shown: number | undefined
}

/** @throws UserError `bad-request` */
export function parseLabRequest(input: unknown): LabRequest {
  const request = parseWith(labSchema, input, 'a JSON object with lanes, and logits or none')
  const logits = request.logits ?? DEMO.logits
  const tokens = request.tokens ?? (request.logits ? request.logits.map((_, id) => String(id)) : DEMO.tokens)
  if (tokens.length !== logits.length) {
    throw new UserError(
      'bad-request',
      `Expected one token a logit, got ${count(tokens.length)} tokens and ${count(logits.length)} logits.`,
      'tokens',
    )
  }
  const stray = request.history.find((id) => id >= logits.length)
  if (stray !== undefined) {
    throw new UserError(
      'bad-request',
      `history names token ${stray}, but the vocabulary ends at ${logits.length - 1}.`,
      'history',
    )
  }
  if (logits.every((one) => one === Number.NEGATIVE_INFINITY)) {
    throw new UserError(
      'bad-request',
      'Every logit is -Infinity, so no token can be drawn; give at least one of them a number.',
      'logits',
    )
  }
  return { ...request, logits, tokens, seed: request.seed ?? freshSeed(), shown: request.shown }
}

/** @throws UserError `bad-chain`, or `lane-unsupported` for what needs a model, or more than one step */
export function parseLabLane(lane: string): LaneRequest {
  const parsed = parsePlainLane(lane, 'the lab has none, so leave it out')
  if (!isStepwise(parsed.chain)) {
    throw new UserError(
      'lane-unsupported',
      `"${lane}" searches over whole texts and the lab has one step; use it in a run.`,
    )
  }
  return parsed
}
