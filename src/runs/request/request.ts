import { z } from 'zod'
import type { ChatMessage } from '../../decoding/model.ts'
import type { DetailRequest } from '../../decoding/step-detail.ts'
import { inField } from '../../errors.ts'
import { COUPLINGS, type Coupling } from '../../sampling/coupling.ts'
import { freshSeed } from '../../sampling/random.ts'
import type { Constraints } from '../../strategies/chain/constraints.ts'
import { flag, modelId, seedSchema, text, tokenList, whole } from './fields.ts'
import { type LaneRequest, laneSchema, parseLaneHere, type ReadLane } from './lane.ts'
import { LIMITS } from './limits.ts'
import { parseWith } from './parse.ts'

export const DEFAULT_MAX_TOKENS = 100
export const DEFAULT_SAMPLES = 1

/** The lanes the page opens with. */
export const DEFAULT_LANES = ['greedy', 'sample', 'nucleus:0.9']

export const couplingSchema = z
  .enum(COUPLINGS, `coupling must be ${COUPLINGS.join(' or ')}`)
  .optional()
  .describe(`How sampling lanes share their randomness: ${COUPLINGS[0]} (the default) or ${COUPLINGS[1]}.`)

export const stopSchema = z
  .array(
    text('a stop text', LIMITS.stopLength).min(1, 'a stop text must have at least one character'),
    'stop must be a list of texts, for example ["\\n\\n"]',
  )
  .max(LIMITS.stops, `a run may have ${LIMITS.stops} stop texts`)
  .default([])

/** One schema for the page's form, the API and the command line. */
export const runSchema = z.strictObject({
  prompt: text('prompt').describe('The text to continue.'),
  model: modelId('model')
    .optional()
    .describe('The model for lanes that do not name one; the default model if omitted.'),
  lanes: z
    .array(laneSchema, 'lanes must be a list of chains, for example ["greedy", "nucleus:0.9"]')
    .min(1, 'lanes must name at least one chain, for example ["nucleus:0.9"]')
    .max(LIMITS.lanes, `a run may have ${LIMITS.lanes} lanes`)
    .describe('The chains to run side by side. Append @ID to run one on a model of its own.'),
  maxTokens: whole('maxTokens', 1, LIMITS.maxTokens)
    .optional()
    .describe(
      `New tokens per sample. If omitted: ${DEFAULT_MAX_TOKENS}, or as many as the context has room for.`,
    ),
  seed: seedSchema
    .optional()
    .describe('The same seed gives the same texts. If omitted, one is drawn and returned.'),
  coupling: couplingSchema,
  samples: whole('samples', 1, LIMITS.samples).default(DEFAULT_SAMPLES).describe('Texts per lane.'),
  firstSample: whole('firstSample', 0, LIMITS.samples - 1)
    .default(0)
    .describe('Index of the first sample, among those that the seed gives.'),
  prefix: tokenList('prefix')
    .default([])
    .describe('Token ids of an earlier run of the prompt, to continue from.'),
  insert: text('insert').default('').describe('Text placed after the prefix.'),
  replay: flag('replay')
    .default(false)
    .describe(
      'If true, prefix and insert are the beginning of every sample; otherwise they extend the prompt.',
    ),
  trace: flag('trace')
    .default(false)
    .describe('If true, each token comes with its likeliest rivals and what each step of the chain kept.'),
  nucleus: flag('nucleus')
    .default(false)
    .describe('If true, each token comes with the size of the 0.9 nucleus of the model’s own distribution.'),
  stop: stopSchema.describe('A sample ends with the token that completes one of these texts.'),
  heal: flag('heal')
    .default(false)
    .describe(
      'Token healing: takes back the prompt’s last token and makes the first new one begin with its text.',
    ),
  literal: flag('literal')
    .default(false)
    .describe('If true, text in the prompt that spells a special token is read as plain text.'),
  chat: flag('chat')
    .default(false)
    .describe(
      'If true, the prompt is a person’s message, and the model’s chat template is written around it.',
    ),
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
   * Whether prefix and insert begin each sample instead of lengthening the prompt: their steps are sent and
   * measured with the rest, steps that learn have learnt from them, `maxTokens` counts them.
   */
  readonly replay: boolean
  /** Whether steps list their top candidates and stages. */
  readonly trace: boolean
  /** Whether steps count the tokens in the nucleus of 0.9 of the model's own distribution. */
  readonly nucleus?: boolean
  /** A sample ends with the token that completes one of these texts. */
  readonly stop?: readonly string[]
  /**
   * Whether more tokens may be asked for than the context has room for; the texts then end where it is full.
   */
  readonly mayFillContext?: boolean
  /** Whether the prompt's last token is taken back and the first token has to begin with its bytes. */
  readonly heal?: boolean
  /** If true, text in the prompt that spells a special token is read as plain text. */
  readonly literal?: boolean
  /** Whether the prompt is a person's message, written with the model's chat template. */
  readonly chat?: boolean
  /** The prompt in tokens, instead of its text: exactly these. */
  readonly promptTokens?: readonly number[]
  /** Whether the prompt goes without the tokens that begin a text. */
  readonly bare?: boolean
  /** A conversation, instead of a prompt. */
  readonly messages?: readonly ChatMessage[]
  /** Whether the prompt's tokens are sent with their log-probabilities, as in `detail`. */
  readonly echo?: boolean
  readonly constraints?: Constraints
  readonly detail?: DetailRequest
}

/**
 * Checks a run's request. An absent seed is drawn here, so that every run can be repeated.
 * @param readLane `parseLane` where another one runs it
 * @throws UserError `bad-request` or `bad-chain`
 */
export function parseRunRequest(input: unknown, readLane: ReadLane = parseLaneHere): RunRequest {
  const { lanes, seed = freshSeed(), model, maxTokens, ...rest } = parseWith(runSchema, input)
  return {
    ...rest,
    model,
    seed,
    lanes: lanes.map((lane, index) => inField(`lanes.${index}`, () => readLane(lane))),
    maxTokens: maxTokens ?? DEFAULT_MAX_TOKENS,
    // Who asks for no length takes what there is room for.
    ...(maxTokens === undefined && { mayFillContext: true }),
  }
}
