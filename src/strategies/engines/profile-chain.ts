import { UserError } from '../../errors.ts'
import { findDefinition } from '../registry.ts'
import type { EngineProfile } from './profiles.ts'

/** Parameters by step id or alias, e.g. `{ temperature: { t: 0.7 }, nucleus: { p: 0.95 } }`. */
export type Knobs = Readonly<Record<string, Readonly<Record<string, number>>>>

/** Ids of given steps that the engine does not have, or not together with the others. */
export function missingSteps(profile: EngineProfile, knobs: Knobs): string[] {
  const order = orderFor(profile, knobs)
  return Object.keys(knobs)
    .map(idOf)
    .filter((id) => !order.includes(id))
}

/**
 * The chain notation of the given knobs in an engine's order; steps that are not given are left out.
 * @throws UserError `bad-chain` for a step the engine does not have (see `missingSteps`), or that does not exist
 */
export function chainFor(profile: EngineProfile, knobs: Knobs): string {
  const missing = missingSteps(profile, knobs)
  if (missing.length > 0) {
    throw new UserError(
      'bad-chain',
      `${profile.title} does not run ${missing.join(', ')} in this chain; leave it out.`,
    )
  }
  const byId = new Map(Object.entries(knobs).map(([name, parameters]) => [idOf(name), parameters]))
  const uses = orderFor(profile, knobs)
    .filter((id) => byId.has(id))
    .map((id) => notationOf(id, byId.get(id)!))
  return uses.length === 0 ? 'sample' : uses.join('+')
}

function orderFor(profile: EngineProfile, knobs: Knobs): readonly string[] {
  const hasMirostat = Object.keys(knobs).some((name) => name.startsWith('mirostat'))
  return (hasMirostat && profile.orderWithMirostat) || profile.order
}

function idOf(name: string): string {
  const definition = findDefinition(name)
  if (!definition) throw new UserError('bad-chain', `There is no step "${name}"; check its spelling.`)
  return definition.id
}

function notationOf(id: string, parameters: Readonly<Record<string, number>>): string {
  const values = Object.entries(parameters).map(([name, value]) => `${name}=${value}`)
  return values.length === 0 ? id : `${id}:${values.join(',')}`
}
