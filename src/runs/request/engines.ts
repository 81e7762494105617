import { UserError } from '../../errors.ts'
import { chainFor, type Knobs, missingSteps } from '../../strategies/engines/profile-chain.ts'
import { type EngineProfile, engineProfiles } from '../../strategies/engines/profiles.ts'
import { formatLane } from './lane.ts'
import { parseChain } from './notation.ts'
import { splitLane } from './written-lane.ts'

/** How one engine would run a lane's knobs. */
export interface EngineLane
  extends Pick<EngineProfile, 'id' | 'title' | 'version' | 'semantics' | 'differences'> {
  /** The lane in this engine's order; null where it lacks a step. */
  readonly lane: string | null
  /** Steps of the lane this engine does not have. */
  readonly missing: readonly string[]
}

/**
 * The same numbers in every engine's order.
 * @throws UserError `bad-chain` where a step comes twice: no engine's order has both
 */
export function engineLanes(lane: string): EngineLane[] {
  return engineProfiles.map((profile) => {
    const { id, title, version, semantics, differences } = profile
    const knobs = knobsOf(lane)
    const missing = missingSteps(profile, knobs)
    return {
      id,
      title,
      version,
      semantics,
      differences,
      missing,
      lane: missing.length > 0 ? null : inOrder(profile, lane),
    }
  })
}

/**
 * A lane's knobs in the order of the engine named.
 * @throws UserError `bad-chain` for an engine or a step there is not
 */
export function engineLane(engine: string, lane: string): string {
  const profile = engineProfiles.find(({ id }) => id === engine)
  if (profile) return inOrder(profile, lane)
  const known = engineProfiles.map(({ id }) => id).join(', ')
  throw new UserError('bad-chain', `There is no engine "${engine}"; choose one of ${known}.`)
}

function inOrder(profile: EngineProfile, lane: string): string {
  const { chain, model } = splitLane(lane)
  const { search } = parseChain(chain)
  const { steps } = parseChain(chainFor(profile, knobsOf(lane)))
  return formatLane({ chain: { steps, search }, model })
}

function knobsOf(lane: string): Knobs {
  const knobs: Record<string, Knobs[string]> = {}
  for (const { definition, parameters } of parseChain(splitLane(lane).chain).steps) {
    if (definition.id in knobs) {
      throw new UserError(
        'bad-chain',
        `"${lane}" has ${definition.id} twice, and an engine has it once; keep one.`,
      )
    }
    knobs[definition.id] = withoutEmpty(parameters)
  }
  return knobs
}

/** A text that is empty is written as nothing, and stays at its default. */
const withoutEmpty = (parameters: Knobs[string]): Knobs[string] =>
  Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== ''))
