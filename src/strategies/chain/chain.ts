import type { Amateur, StepUse } from './definition.ts'

/** Whether a step, as used, changes nothing: the page shows it as "off". */
export function isNeutral({ definition, parameters }: StepUse): boolean {
  if (definition.isNeutral) return definition.isNeutral(parameters)
  if (!definition.neutral) return false
  return Object.entries(definition.neutral).every(([name, value]) => parameters[name] === value)
}

/** The amateur a step asks for, as used. */
export const amateurOf = ({ definition, parameters }: StepUse): Amateur | undefined =>
  definition.amateur?.(parameters)
