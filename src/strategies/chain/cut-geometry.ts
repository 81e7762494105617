import type { Distribution } from '../../sampling/distribution.ts'
import type { AnyParameters } from './parameters.ts'

/**
 * The shape of a step's decision on the plot. Ranks count from 0 in the view's own order; `label` is the text
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

/** Which ranks are drawn singly and which stretches are folded. */
interface Slots {
  readonly singles: number
  readonly folds: readonly { readonly from: number; readonly to: number }[]
}

/** A step at work on one distribution, ready to draw. */
export interface DrawnStep<Parameters = AnyParameters> {
  readonly parameters: Parameters
  /** What a step that learns remembers at the time; undefined for others. */
  readonly state: AnyParameters
  /** The model's own distribution, before the first step. */
  readonly raw: Distribution
  readonly before: Distribution
  readonly after: Distribution
  /** Token ids in the view's order. */
  readonly ranks: readonly number[]
  readonly slots: Slots
  readonly tokens: readonly string[]
}

/** A definition's part of its own drawing. */
export interface Drawing<Parameters = AnyParameters> {
  /** The shape of its decision; absent where no line makes it. */
  readonly geometry?: (drawn: DrawnStep<Parameters>) => CutGeometry
  /** What to look at in the plot, in one sentence; absent where the summary has it. */
  readonly sentence?: (drawn: DrawnStep<Parameters>) => string
  /** The order it looks at tokens in, by descending key, where that is not descending probability. */
  readonly viewOrder?: (before: Distribution) => (id: number) => number
}

/** Running sum of a term over the ranks, read at the end of every slot. */
function climb(
  { ranks, slots }: Pick<DrawnStep, 'ranks' | 'slots'>,
  term: (id: number, rank: number) => number,
): number[] {
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

type Stairs = Extract<CutGeometry, { readonly kind: 'stairs' }>

/** The drawing of a sum that climbs, rank by rank, until it meets the parameter of this name. */
export const stairs = (
  drawn: DrawnStep,
  measure: Stairs['measure'],
  parameter: readonly [name: string, value: number],
  term: (id: number, rank: number) => number,
): Stairs => ({
  kind: 'stairs',
  measure,
  goal: parameter[1],
  heights: climb(drawn, term),
  after: drawn.after.size,
  label: `${parameter[0]} = ${short(parameter[1])}`,
  crossing: null,
})

/** A number as a person writes it: three significant digits. */
export const short = (value: number): string => String(Number(value.toPrecision(3))).replace('-', '−')
