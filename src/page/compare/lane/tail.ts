import type { ShownStep } from '../run/run.ts'

/**
 * Tokens outside the nucleus of 0.9 of the model's own distribution, each unlikely: the unreliable tail of
 * Holtzman et al. 2020, section 3.1.
 */
const isFromTail = ({ rank, nucleus }: ShownStep): boolean => nucleus !== undefined && rank > nucleus

/** How many tokens of a text are from the tail; undefined where nobody counted. */
export const tailCount = (steps: readonly ShownStep[]): number | undefined =>
  steps.every(({ nucleus }) => nucleus !== undefined) ? steps.filter(isFromTail).length : undefined

/**
 * Whether a token is marked: from the tail; of a human text, not allowed by the nucleus it is held against.
 */
export const isMarked = (step: ShownStep): boolean =>
  step.allowed === undefined ? isFromTail(step) : !step.allowed
