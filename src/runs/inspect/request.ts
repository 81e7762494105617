import { z } from 'zod'
import { inField, UserError } from '../../errors.ts'
import type { Coupling } from '../../sampling/coupling.ts'
import { isSampling } from '../../strategies/chain/search-part.ts'
import { count } from '../../words.ts'
import { flag, MODEL_HELP, modelId, seedSchema, text, whole } from '../request/fields.ts'
import { type LaneRequest, laneSchema, parseLaneHere } from '../request/lane.ts'
import { LIMITS } from '../request/limits.ts'
import { parseWith } from '../request/parse.ts'
import { couplingSchema, stopSchema } from '../request/request.ts'

const AS_RUN = 'As the run had it.'

export const inspectSchema = z.strictObject({
  prompt: text('prompt').describe('The prompt of the run.'),
  model: modelId('model').optional().describe(MODEL_HELP),
  lane: laneSchema.describe('The lane that wrote the text.'),
  seed: seedSchema.describe('The seed of the run.'),
  coupling: couplingSchema,
  sample: whole('sample', 0, LIMITS.samples - 1)
    .default(0)
    .describe('Index of the sample.'),
  maxTokens: whole('maxTokens', 1, LIMITS.maxTokens)
    .default(LIMITS.maxTokens)
    .describe('As the run had it; some searches depend on it.'),
  tokens: z
    .array(
      whole('a token', 0, Number.MAX_SAFE_INTEGER),
      'tokens must be the text’s token ids up to the step, its own among them',
    )
    .min(1, 'tokens must hold the token of the step to inspect')
    .max(LIMITS.maxTokens, `tokens may be ${count(LIMITS.maxTokens)}`)
    .describe('The sample’s token ids, up to and including the one to take apart.'),
  banned: z
    .array(
      whole('a banned token', 0, Number.MAX_SAFE_INTEGER),
      'banned must list the tokens that may not come at the step',
    )
    .max(LIMITS.inspectRows, `banned may be ${count(LIMITS.inspectRows)} tokens`)
    .default([])
    .describe('First tokens of what the lane’s search took back at this step: they may not come again.'),
  rows: whole('rows', 1, LIMITS.inspectRows)
    .default(10)
    .describe('How many candidates of each kind to list.'),
  stop: stopSchema.describe(AS_RUN),
  heal: flag('heal').default(false).describe(AS_RUN),
  literal: flag('literal').default(false).describe(AS_RUN),
  chat: flag('chat').default(false).describe(AS_RUN),
  others: z
    .array(laneSchema)
    .max(LIMITS.lanes, `others may be ${LIMITS.lanes} lanes`)
    .default([])
    .describe('Other lanes to apply to the same distribution.'),
})

/** A step to take apart: that of the last of `tokens`. */
export interface InspectRequest {
  readonly prompt: string
  /** The prompt in tokens, instead of its text. */
  readonly promptTokens?: readonly number[]
  readonly model: string | undefined
  /** The lane that wrote the text; it and the others run on `model`. */
  readonly lane: LaneRequest
  readonly seed: number
  /** As the run had it. */
  readonly coupling?: Coupling | undefined
  /** Which of the seed's samples it is, from 0. */
  readonly sample: number
  /** The run's; a search may go by it. */
  readonly maxTokens: number
  /** The text up to the step, the step's own token last. */
  readonly tokens: readonly number[]
  /** Tokens that the lane's search took back at this step, so that they may not come again. */
  readonly banned?: readonly number[]
  /** How many candidates of a kind are listed one by one. */
  readonly rows: number
  /** As the run had them. */
  readonly stop?: readonly string[]
  readonly heal?: boolean
  readonly literal?: boolean
  readonly chat?: boolean
  /** Lanes whose text is the same up to this step: where would the same draw land in them? */
  readonly others: readonly LaneRequest[]
}

/** @throws UserError `bad-request` or `bad-chain` */
export function parseInspectRequest(input: unknown): InspectRequest {
  const { lane, others, ...rest } = parseWith(
    inspectSchema,
    input,
    'a JSON object with a prompt, a lane, a seed and tokens',
  )
  const own = inField('lane', () => parseLaneHere(lane))
  const model = own.model ?? rest.model
  const lanes = others.map((other, index) => inField(`others.${index}`, () => parseLaneHere(other)))
  const search = lanes.find(({ chain }) => !isSampling(chain))?.chain.search
  if (search) {
    throw new UserError('bad-request', `others may name lanes that sample, and ${search.notation} does not.`)
  }
  const stranger = lanes.find((other) => (other.model ?? rest.model) !== model)
  if (stranger) {
    throw new UserError(
      'bad-request',
      `others may name lanes of one model, and "${stranger.lane}" has another.`,
    )
  }
  return { ...rest, model, lane: withoutModel(own), others: lanes.map(withoutModel) }
}

/** A lane on the inspection's own model. */
const withoutModel = ({ lane, chain }: LaneRequest): LaneRequest => ({ lane, chain })
