import type { Amateur, SearchDefinition, StepDefinition } from './definition.ts'

/** A step with its parameters, as it stands in a chain. */
export interface StepUse {
  readonly definition: StepDefinition
  readonly parameters: Readonly<Record<string, number | string>>
  /** Its notation, e.g. `nucleus:0.9`: what traces and messages call it. */
  readonly notation: string
}

export interface SearchUse {
  readonly definition: SearchDefinition
  readonly parameters: Readonly<Record<string, number | string>>
  readonly notation: string
}

/** Ordered steps and the search that ends them. */
export interface Chain {
  readonly steps: readonly StepUse[]
  readonly search: SearchUse
}

/** Whether a step, as used, changes nothing: the page shows it as "off". */
export function isNeutral({ definition, parameters }: StepUse): boolean {
  if (definition.isNeutral) return definition.isNeutral(parameters)
  if (!definition.neutral) return false
  return Object.entries(definition.neutral).every(([name, value]) => parameters[name] === value)
}

/** The amateur a step asks for, as used. */
export const amateurOf = ({ definition, parameters }: StepUse): Amateur | undefined =>
  definition.amateur?.(parameters)
