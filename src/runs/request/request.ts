import { z } from 'zod'
import type { ChatMessage } from '../../decoding/model.ts'
import type { DetailRequest } from '../../decoding/step-detail.ts'
import { UserError } from '../../errors.ts'
import { COUPLINGS, type Coupling } from '../../sampling/coupling.ts'
import { freshSeed } from '../../sampling/random.ts'
import type { Constraints } from '../../strategies/chain/constraints.ts'
import { type LaneRequest, laneSchema, parseLane } from './lane.ts'
import { LIMITS } from './limits.ts'

/** A whole number of a request, with sentences that name it. */
export const whole = (name: string, min: number, max: number) =>
  z
    .int(`${name} must be a whole number from ${min} to ${max}`)
    .min(min, `${name} must be at least ${min}`)
    .max(max, `${name} may be at most ${max}`)

export const seedSchema = whole('seed', 0, Number.MAX_SAFE_INTEGER)

const DEFAULT_MAX_TOKENS = 100

/** The lanes the page opens with. */
export const DEFAULT_LANES = ['greedy', 'sample', 'nucleus:0.9']

export const couplingSchema = z
  .enum(COUPLINGS, `coupling must be ${COUPLINGS.join(' or ')}`)
  .optional()
  .describe('How lanes that sample share chance: inverse-cdf (the default) or gumbel-max.')

export const stopSchema = z
  .array(
    z
      .string('a stop text must be text')
      .min(1, 'a stop text must have at least one character')
      .max(LIMITS.stopLength, `a stop text may be ${LIMITS.stopLength} characters long`),
    'stop must be a list of texts, for example ["\\n\\n"]',
  )
  .max(LIMITS.stops, `a run may have ${LIMITS.stops} stop texts`)
  .default([])

/** One schema for the page's form, the API and the command line. */
export const runSchema = z.strictObject({
  prompt: z
    .string('prompt must be text')
    .max(LIMITS.prompt, `prompt may be ${LIMITS.prompt} characters long`)
    .describe('The text to continue.'),
  model: z
    .string('model must be the id of a model')
    .max(LIMITS.id, `model may be ${LIMITS.id} characters long`)
    .optional()
    .describe('The model of lanes that name none; the default one where it is absent.'),
  lanes: z
    .array(laneSchema, 'lanes must be a list of chains, for example ["greedy", "nucleus:0.9"]')
    .min(1, 'lanes must name at least one chain, for example ["nucleus:0.9"]')
    .max(LIMITS.lanes, `a run may have ${LIMITS.lanes} lanes`)
    .describe('Chains, each with @ID behind it for a model of its own.'),
  maxTokens: whole('maxTokens', 1, LIMITS.maxTokens)
    .optional()
    .describe('New tokens a sample; 100, or the room there is, where it is absent.'),
  seed: seedSchema
    .optional()
    .describe('The same seed gives the same texts; one is drawn where it is absent.'),
  coupling: couplingSchema,
  samples: whole('samples', 1, LIMITS.samples).default(1).describe('Texts a lane.'),
  firstSample: whole('firstSample', 0, LIMITS.samples - 1)
    .default(0)
    .describe('Which of the seed’s samples comes first.'),
  prefix: z
    .array(whole('a token of prefix', 0, Number.MAX_SAFE_INTEGER), 'prefix must be a list of token ids')
    .max(LIMITS.scoreTokens, `prefix may be ${LIMITS.scoreTokens} tokens`)
    .default([])
    .describe('Tokens of an earlier run of the prompt to go on from.'),
  insert: z
    .string('insert must be text')
    .max(LIMITS.prompt, `insert may be ${LIMITS.prompt} characters long`)
    .default('')
    .describe('Text behind the prefix.'),
  replay: z
    .boolean('replay must be true or false')
    .default(false)
    .describe('Whether prefix and insert begin each sample instead of lengthening the prompt.'),
  trace: z
    .boolean('trace must be true or false')
    .default(false)
    .describe('Whether each step lists its most likely tokens and what each step of the chain left.'),
  nucleus: z
    .boolean('nucleus must be true or false')
    .default(false)
    .describe('Whether steps count the tokens in the nucleus of 0.9 of the model’s own distribution.'),
  stop: stopSchema.describe('A text ends with the token that completes one of these.'),
  heal: z
    .boolean('heal must be true or false')
    .default(false)
    .describe(
      'Token healing: takes the prompt’s last token back and lets the first one begin with its text.',
    ),
  literal: z
    .boolean('literal must be true or false')
    .default(false)
    .describe('Whether text in the prompt that spells a special token is read as plain text.'),
  chat: z
    .boolean('chat must be true or false')
    .default(false)
    .describe('Whether the prompt is what a person says, written with the model’s chat template.'),
})

export type RunInput = z.input<typeof runSchema>

/** A run's request, checked: everything typed from here on. */
export interface RunRequest {
  readonly prompt: string
  readonly model: string | undefined
  readonly lanes: readonly LaneRequest[]
  readonly maxTokens: number
  readonly seed: number
  /** How lanes that draw share chance; by inverse CDF where it is absent. */
  readonly coupling?: Coupling | undefined
  readonly samples: number
  /** Which of the seed's samples comes first, from 0: its draws are those of that sample of a whole run. */
  readonly firstSample: number
  /** Tokens of an earlier run of this prompt to go on from: draws and history continue there. */
  readonly prefix: readonly number[]
  /** Text to put after the prefix, instead of what came there. */
  readonly insert: string
  /**
   * Whether prefix and insert begin each sample instead of lengthening the prompt: their steps are told and
   * measured with the rest, steps that learn have learnt from them, `maxTokens` counts them.
   */
  readonly replay: boolean
  /** Whether steps list their top candidates and stages. */
  readonly trace: boolean
  /** Whether steps count the tokens in the nucleus of 0.9 of the model's own distribution. */
  readonly nucleus?: boolean
  /** A text ends with the token that completes one of these. */
  readonly stop?: readonly string[]
  /**
   * Whether more tokens may be asked for than the context has room for; the texts then end where it is full.
   */
  readonly mayFillContext?: boolean
  /** Whether the prompt's last token is taken back and the first token has to begin with its bytes. */
  readonly heal?: boolean
  /** Whether text in the prompt that spells a special token is read as plain text. */
  readonly literal?: boolean
  /** Whether the prompt is what a person says, written with the model's chat template. */
  readonly chat?: boolean
  /** The prompt in tokens, instead of its text: exactly these. */
  readonly promptTokens?: readonly number[]
  /** Whether the prompt goes without the tokens that begin a text. */
  readonly bare?: boolean
  /** A conversation, instead of a prompt. */
  readonly messages?: readonly ChatMessage[]
  /** Whether the prompt's tokens are told with their log-probabilities, as in `detail`. */
  readonly echo?: boolean
  readonly constraints?: Constraints
  readonly detail?: DetailRequest
}

/**
 * Checks a run's request. An absent seed is drawn here, so that every run can be repeated.
 * @throws UserError `bad-request` or `bad-chain`
 */
export function parseRunRequest(input: unknown): RunRequest {
  const { lanes, seed = freshSeed(), model, maxTokens, ...rest } = parseWith(runSchema, input)
  return {
    ...rest,
    model,
    seed,
    lanes: lanes.map(parseLane),
    maxTokens: maxTokens ?? DEFAULT_MAX_TOKENS,
    // Who asks for no length takes what there is room for.
    ...(maxTokens === undefined && { mayFillContext: true }),
  }
}

/**
 * Validates with a schema; the first thing wrong becomes one sentence.
 * @param expected what the input must be, for one that is no object
 */
export function parseWith<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  expected = 'a JSON object with a prompt and lanes',
): z.output<Schema> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  throw new UserError('bad-request', sentence(issue, input, expected))
}

function sentence(issue: z.core.$ZodIssue, input: unknown, expected: string): string {
  if (issue.code === 'unrecognized_keys') {
    return `There is no option ${issue.keys.map((key) => `"${key}"`).join(', ')}; check its spelling or leave it out.`
  }
  const where = issue.path.join('.')
  const got = show(
    issue.path.reduce((value: unknown, key) => (value as Record<PropertyKey, unknown>)?.[key], input),
  )
  const message = issue.message.charAt(0).toUpperCase() + issue.message.slice(1)
  if (issue.path.length === 0) return `Expected ${expected}, got ${got}.`
  return message.startsWith('Invalid') ? `${where}: ${message}, got ${got}.` : `${message}, got ${got}.`
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string')
    return value.length > 60 ? `${value.length} characters` : JSON.stringify(value)
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  return String(value)
}
