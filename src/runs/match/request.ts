import { z } from 'zod'
import { inField, UserError } from '../../errors.ts'
import { freshSeed } from '../../sampling/random.ts'
import type { StepUse } from '../../strategies/chain/definition.ts'
import { type ParameterDescription, parametersOf } from '../../strategies/chain/describe.ts'
import { isStepwise } from '../../strategies/chain/search-part.ts'
import { count } from '../../words.ts'
import { MODEL_HELP, modelId, seedSchema, text } from '../request/fields.ts'
import { type LaneRequest, parsePlainLane } from '../request/lane.ts'
import { LIMITS } from '../request/limits.ts'
import { parseWith } from '../request/parse.ts'
import { matchedNumber } from './bisection.ts'

const lane = (name: string) =>
  z
    .string(`${name} must be a chain, for example "nucleus:0.9"`)
    .max(LIMITS.lane, `a lane may be at most ${count(LIMITS.lane)} characters long`)

export const matchSchema = z.strictObject({
  text: text('text').describe('The text over whose tokens the widths are averaged.'),
  prompt: text('prompt').optional().describe('What the text continues; it is not counted.'),
  model: modelId('model').optional().describe(MODEL_HELP),
  like: lane('like').describe('The chain whose width to match.'),
  lane: lane('lane').describe('The chain in which a value is looked for.'),
  step: z
    .string('step must be the id of a step')
    .max(LIMITS.id, `step may be at most ${LIMITS.id} characters long`)
    .optional()
    .describe('Id of the step whose value is looked for; the lane’s last step that cuts if omitted.'),
  seed: seedSchema.optional().describe('For steps that use randomness of their own.'),
})

/** A request for the value at which one chain is as wide as another, checked. */
export interface MatchRequest {
  readonly text: string
  readonly prompt: string | undefined
  readonly model: string | undefined
  readonly like: LaneRequest
  readonly lane: LaneRequest
  /** Which of the lane's steps, and which of its parameters: its first number. */
  readonly at: number
  readonly parameter: ParameterDescription
  readonly seed: number
}

/** @throws UserError `bad-request`, `bad-chain` or `lane-unsupported` */
export function parseMatchRequest(input: unknown): MatchRequest {
  const {
    like,
    lane: written,
    step,
    seed = freshSeed(),
    text: given,
    prompt,
    model,
  } = parseWith(matchSchema, input, 'a JSON object with a text, like and lane')
  const asked = inField('lane', () => readLane(written))
  const at = inField('step', () => placeOf(asked, step))
  return {
    text: given,
    prompt,
    model,
    like: inField('like', () => readLane(like)),
    lane: asked,
    at,
    parameter: numberOf(asked.chain.steps[at]!)!,
    seed,
  }
}

function readLane(written: string): LaneRequest {
  const read = parsePlainLane(written, 'name it with "model" instead')
  if (isStepwise(read.chain)) return read
  const { id } = read.chain.search.definition
  throw new UserError(
    'bad-request',
    `Expected a chain of steps that chooses token by token, got "${written}"; ${id} judges whole ` +
      'texts, so no token of it has a width.',
  )
}

const numberOf = ({ definition }: StepUse): ParameterDescription | undefined =>
  matchedNumber(parametersOf(definition))

function placeOf({ lane: written, chain: { steps } }: LaneRequest, id: string | undefined): number {
  const can = (use: StepUse) => numberOf(use) !== undefined
  const cuts = (use: StepUse) => can(use) && use.definition.family === 'truncation'
  const at =
    id === undefined
      ? steps.findLastIndex(steps.some(cuts) ? cuts : can)
      : steps.findLastIndex(({ definition }) => definition.id === id || definition.aliases?.includes(id))
  if (at >= 0 && can(steps[at]!)) return at
  const what = id === undefined ? 'a step with a number' : at < 0 ? `the step "${id}"` : `a number in "${id}"`
  throw new UserError(
    'bad-request',
    `Expected ${what} to look for in "${written}"; add one, for example "min-p".`,
  )
}
