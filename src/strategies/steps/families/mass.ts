import type { Distribution } from '../../../sampling/distribution.ts'
import { drawnToken, exactProbability } from '../../../words.ts'
import { type CutGeometry, type DrawnStep, stairs } from '../../chain/cut-geometry.ts'
import type { Transform } from '../../chain/definition.ts'

/** A share of the mass. */
export interface MassParameters {
  readonly p: number
}

/**
 * Whether one more token is taken.
 * @param mass of those taken so far
 * @param next the probability of the next one
 */
type Takes = (mass: number, p: number, next: () => number) => boolean

/** The most likely tokens, taken one by one for as long as the rule has it; all of them where p is 1. */
export function keepMass(distribution: Distribution, p: number, takes: Takes): Distribution {
  if (p >= 1) return distribution
  let mass = distribution.probability(0)
  return distribution.headWhile((rank) => {
    const isTaken = takes(mass, p, () => distribution.probability(rank))
    if (isTaken) mass += distribution.probability(rank)
    return isTaken
  })
}

interface Crossing {
  /** What happens to the token at which the sum meets p: "crosses". */
  readonly verb: string
  /** Whether that token is the first one dropped; else it is the last one kept. */
  readonly isDropped?: boolean
  /** The distribution whose probabilities are added up; absent for the step's own. */
  readonly measured?: (drawn: DrawnStep) => Distribution
}

/** The drawing of every step that adds up probabilities until they meet p. */
export const massGeometry =
  ({ verb, isDropped = false, measured = ({ before }) => before }: Crossing) =>
  (drawn: DrawnStep<MassParameters>): CutGeometry => {
    const { ranks, after, before, tokens, parameters } = drawn
    const on = measured(drawn)
    const rank = after.size + (isDropped ? 0 : -1)
    const height = ranks.slice(0, rank + 1).reduce((sum, id) => sum + on.probabilityOf(id), 0)
    const isCrossing = parameters.p < 1 && rank < before.size && ranks[rank] !== undefined
    return {
      ...stairs(drawn, 'mass', ['p', parameters.p], (id) => on.probabilityOf(id)),
      crossing: isCrossing
        ? {
            rank,
            height,
            label: `${drawnToken(tokens[ranks[rank]!] ?? '')} ${verb}: ${exactProbability(height)}`,
          }
        : null,
    }
  }

/** A step that adds up probabilities from the most likely token down: its cut and its drawing. */
export const massStep = ({ takes, ...crossing }: Crossing & { readonly takes: Takes }) => ({
  create:
    ({ p }: MassParameters): Transform =>
    (distribution) =>
      keepMass(distribution, p, takes),
  geometry: massGeometry(crossing),
})
