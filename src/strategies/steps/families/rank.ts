import type { Distribution } from '../../../sampling/distribution.ts'
import type { CutGeometry, DrawnStep } from '../../chain/cut-geometry.ts'
import type { Transform } from '../../chain/definition.ts'

interface RankRule<Parameters> {
  /** How many of the most likely tokens stay, at least 1. */
  readonly count: (before: Distribution, parameters: Parameters) => number
  readonly label: (parameters: Parameters) => string
}

export const rankGeometry = (before: Distribution, count: number, label: string): CutGeometry => ({
  kind: 'rank',
  after: Math.min(count, before.size),
  label,
})

/** A step that keeps so many of the most likely tokens: its cut and its drawing, from one function. */
export const rankStep = <Parameters>({ count, label }: RankRule<Parameters>) => ({
  create:
    (parameters: Parameters): Transform =>
    (distribution) =>
      distribution.head(count(distribution, parameters)),
  geometry: ({ before, parameters }: DrawnStep<Parameters>): CutGeometry =>
    rankGeometry(before, count(before, parameters), label(parameters)),
})
