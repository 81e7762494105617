import { UserError } from '../../errors.ts'
import type { StepDefinition } from '../chain/definition.ts'
import { findDefinition } from '../registry.ts'
import type { EngineProfile } from './profiles.ts'

/** Parameters by step id or alias, e.g. `{ temperature: { t: 0.7 }, nucleus: { p: 0.95 } }`. */
export type Knobs = Readonly<Record<string, Readonly<Record<string, number | string>>>>

/** Ids of steps among the knobs that the engine does not have, or not together with the others. */
export function missingSteps(profile: EngineProfile, knobs: Knobs): string[] {
  const order = orderFor(profile, knobs)
  return Object.keys(knobs)
    .map(stepOf)
    .filter((step) => !order.includes(step))
    .map(({ id }) => id)
}

/**
 * The chain notation of the knobs in an engine's order; empty for no knobs.
 * @throws UserError `bad-chain` for a step the engine does not have (see `missingSteps`), or that does not
 * exist
 */
export function chainFor(profile: EngineProfile, knobs: Knobs): string {
  const missing = missingSteps(profile, knobs)
  if (missing.length > 0) {
    throw new UserError(
      'bad-chain',
      `${profile.title} does not run ${missing.join(', ')} in this chain; leave it out.`,
    )
  }
  const byStep = new Map(Object.entries(knobs).map(([name, parameters]) => [stepOf(name), parameters]))
  return orderFor(profile, knobs)
    .filter((step) => byStep.has(step))
    .map((step) => notationOf(step.id, { ...byStep.get(step)!, ...fixedFor(profile, step) }))
    .join('+')
}

const fixedFor = ({ fixed = [] }: EngineProfile, step: StepDefinition) =>
  fixed.find((one) => one.step === step)?.parameters

function orderFor(profile: EngineProfile, knobs: Knobs): readonly StepDefinition[] {
  const { order, orderWithFeedback } = profile
  const isOther = (step: StepDefinition) => !order.includes(step) && orderWithFeedback?.includes(step)
  return orderWithFeedback && Object.keys(knobs).map(stepOf).some(isOther) ? orderWithFeedback : order
}

function stepOf(name: string): StepDefinition {
  const definition = findDefinition(name)
  if (definition?.kind === 'step') return definition
  throw new UserError('bad-chain', `There is no step "${name}"; check its spelling.`)
}

function notationOf(id: string, parameters: Knobs[string]): string {
  const values = Object.entries(parameters).map(([name, value]) => `${name}=${value}`)
  return values.length === 0 ? id : `${id}:${values.join(',')}`
}
