import type { Distribution } from '../../../sampling/distribution.ts'
import { atLeast } from '../../../sampling/tolerance.ts'
import type { CutGeometry, DrawnStep } from '../../chain/cut-geometry.ts'
import type { Transform } from '../../chain/definition.ts'

/**
 * The tokens whose probability reaches a floor, and the most likely one in any case; a floor of 0 is none.
 */
export const keepAbove = (distribution: Distribution, floor: number): Distribution =>
  floor === 0
    ? distribution
    : distribution.headWhile((rank) => atLeast(distribution.probability(rank), floor))

export const floorGeometry = (value: number, label: string): CutGeometry => ({ kind: 'floor', value, label })

interface FloorRule<Parameters> {
  /** A probability; 0 is off. */
  readonly floor: (before: Distribution, parameters: Parameters) => number
  readonly label: (floor: number, parameters: Parameters, before: Distribution) => string
}

/** A step that cuts below a floor: its cut and its drawing, from one function. */
export const floorStep = <Parameters>({ floor, label }: FloorRule<Parameters>) => ({
  create:
    (parameters: Parameters): Transform =>
    (distribution) =>
      keepAbove(distribution, floor(distribution, parameters)),
  geometry: ({ before, parameters }: DrawnStep<Parameters>): CutGeometry => {
    const at = floor(before, parameters)
    return floorGeometry(at, label(at, parameters, before))
  },
})
