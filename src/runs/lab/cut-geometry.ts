import type { Distribution } from '../../sampling/distribution.ts'
import type { SearchUse, StepUse } from '../../strategies/chain/definition.ts'

/**
 * The shape a step's decision has on the plot. Places count from 0 in the view's own order; `label` is what stands
 * beside the line.
 */
export type CutGeometry =
  /** A vertical line after so many ranks. */
  | { readonly kind: 'rank'; readonly after: number; readonly label: string }
  /** A climbing sum that meets a dashed line; `heights` are its values at the end of each rank and fold. */
  | {
      readonly kind: 'stairs'
      readonly measure: 'mass' | 'entropy' | 'curvature'
      readonly goal: number
      readonly heights: readonly number[]
      readonly after: number
      readonly label: string
      /** The rank at which the sum crosses, and what the step does with it. */
      readonly crossing: { readonly rank: number; readonly height: number; readonly label: string } | null
    }
  /** A horizontal line: what is below it goes. */
  | { readonly kind: 'floor'; readonly value: number; readonly label: string }
  /** A horizontal line: what is above it goes, but for the last. */
  | { readonly kind: 'ceiling'; readonly value: number; readonly label: string }
  /** The axis is the logit itself, from `lowest` to `highest`; null where a rank has none. */
  | {
      readonly kind: 'logit'
      readonly lowest: number
      readonly highest: number
      readonly floor: number
      readonly logits: readonly (number | null)[]
      readonly label: string
    }
  /** Nothing is cut by a line: the bars before are outlines. */
  | { readonly kind: 'outline'; readonly label: string }

/** Which ranks stand alone and which stretches are folded. */
interface Slots {
  readonly singles: number
  readonly folds: readonly { readonly from: number; readonly to: number }[]
}

/** A step at work on the lab's distribution. */
export interface DrawnStep {
  readonly use: StepUse | SearchUse
  readonly raw: Distribution
  readonly before: Distribution
  readonly after: Distribution
  /** Token ids in the view's order. */
  readonly ranks: readonly number[]
  readonly slots: Slots
  readonly tokens: readonly string[]
}

/** Running sum of a term over the ranks, read at the end of every slot. */
export function climb({ ranks, slots }: DrawnStep, term: (id: number, rank: number) => number): number[] {
  const heights: number[] = []
  let sum = 0
  let rank = 0
  const climbTo = (to: number) => {
    for (; rank < to; rank++) sum += term(ranks[rank]!, rank)
    heights.push(sum)
  }
  for (let single = 0; single < slots.singles; single++) climbTo(single + 1)
  for (const { to } of slots.folds) climbTo(to)
  return heights
}

/** A number as a person writes it: three significant digits. */
export const short = (value: number): string => String(Number(value.toPrecision(3))).replace('-', '−')

/** A probability with three decimals, or more where it is small. */
export const share = (value: number): string =>
  value === 0 || value >= 0.001 ? value.toFixed(3) : value.toPrecision(2)
