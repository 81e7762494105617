import { z } from 'zod'
import { UserError } from '../../errors.ts'
import { amateurOf } from '../../strategies/chain/chain.ts'
import type { Chain } from '../../strategies/chain/definition.ts'
import { count } from '../../words.ts'
import { modelId } from './fields.ts'
import { LIMITS } from './limits.ts'
import { formatChain, parseChain } from './notation.ts'
import { joinLane, splitLane } from './written-lane.ts'

export const chainSchema = z
  .string('a lane must be a chain, for example "nucleus:0.9"')
  .max(LIMITS.lane, `a lane may be at most ${count(LIMITS.lane)} characters long`)

/**
 * A lane in JSON: a chain, with `@` and a model's id behind it where it has a model of its own; or the two
 * apart.
 */
export const laneSchema = z.union(
  [
    chainSchema,
    z.strictObject({
      lane: chainSchema,
      model: modelId('a lane’s model'),
    }),
  ],
  'a lane must be a chain, for example "nucleus:0.9"',
)

export interface LaneRequest {
  /** As it was written, the model behind it. */
  readonly lane: string
  readonly chain: Chain
  /** Id of the lane's own model; absent for the run's. */
  readonly model?: string
}

/**
 * Reads a lane: a chain, or a chain and the model it runs on, as in `nucleus:0.9@distilgpt2`.
 * @throws UserError `bad-chain`
 */
export function parseLane(input: z.output<typeof laneSchema>): LaneRequest {
  const written = typeof input === 'string' ? input : input.lane
  const parts = splitLane(written)
  const model = typeof input === 'string' ? parts.model : input.model
  if (parts.model !== undefined && parts.model !== model) {
    throw new UserError('bad-chain', `"${written}" is given the model "${model}" besides; keep one of them.`)
  }
  const lane = parts.model === model ? written : joinLane({ chain: written, model })
  return { lane, chain: parseChain(parts.chain), ...(model !== undefined && { model }) }
}

export type ReadLane = (input: z.output<typeof laneSchema>) => LaneRequest

/**
 * Reads a lane that is to be run here: each of its steps is made once, so that one that cannot be is refused
 * in the lane's name and before any work.
 * @throws UserError `bad-chain`, `lane-unsupported`
 */
export const parseLaneHere = (input: z.output<typeof laneSchema>): LaneRequest => runnable(parseLane(input))

/** @throws UserError `lane-unsupported` for a step that is made elsewhere only */
function runnable(lane: LaneRequest): LaneRequest {
  for (const { definition, parameters } of lane.chain.steps) definition.create(parameters)
  return lane
}

/** Writes a lane in canonical notation: its chain's, and its own model's id behind it. */
export const formatLane = ({
  chain,
  model,
}: Pick<LaneRequest, 'chain'> & { readonly model?: string | undefined }): string =>
  joinLane({ chain: formatChain(chain), model })

/**
 * Reads a lane where there is one distribution a step and no choice of models.
 * @param remedy what to do instead of naming a model
 * @throws UserError `bad-chain`, or `lane-unsupported` for a model, or a step that wants a second reading
 */
export function parsePlainLane(lane: string, remedy: string): LaneRequest {
  const parsed = parseLane(lane)
  if (parsed.model !== undefined)
    throw new UserError('lane-unsupported', `"${lane}" names a model; ${remedy}.`)
  const asking = parsed.chain.steps.find(amateurOf)
  if (asking) {
    throw new UserError(
      'lane-unsupported',
      `"${asking.notation}" wants a second reading of the text; use it in a run.`,
    )
  }
  return runnable(parsed)
}
