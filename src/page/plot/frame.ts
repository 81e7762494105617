import { scaleLinear } from 'd3-scale'
import type { StepView } from '../../runs/lab/step-view.ts'

/** A stretch of ranks: one word, or many that are folded. */
export interface Slot {
  readonly from: number
  /** Exclusive. */
  readonly to: number
}

/** Where a plot puts things: ranks and heights to shares of the drawing, from its top left corner. */
export interface Frame {
  /** Share of the width at the start of a rank. */
  readonly x: (rank: number) => number
  /** Share of the height, from the top. */
  readonly y: (height: number) => number
  /** Width of a bar, in ranks. */
  readonly bar: number
  /** Whether words and numbers have room beside each other. */
  readonly isRoomy: boolean
  /** A small figure without the crossing word. */
  readonly isPlain: boolean
  readonly slots: readonly Slot[]
}

/** Share of the width that folded words get. */
const FOLDED = 0.3
/** More words than this have slanted names and no numbers. */
const ROOMY = 8

export function frameOf({ words, folds, cut }: StepView, isPlain: boolean): Frame {
  const singles = words.length
  const last = folds.at(-1)?.to
  const ranks = last === undefined ? [0, singles] : [0, singles, last]
  const shares = last === undefined ? [0, 1] : [0, 1 - FOLDED, 1]
  const isRoomy = singles <= ROOMY && folds.length === 0
  return {
    x: scaleLinear(ranks, shares),
    y: scaleLinear(heights(cut), [1, 0]),
    bar: singles <= ROOMY ? 0.6 : 0.76,
    isRoomy,
    isPlain,
    slots: [...words.map((_, rank) => ({ from: rank, to: rank + 1 })), ...folds],
  }
}

/** Lowest and highest of the axis: probabilities, or the logits with some room below. */
function heights(cut: StepView['cut']): [number, number] {
  if (cut.kind !== 'logit') return [0, 1]
  const { lowest, highest } = cut
  return [lowest - 0.08 * (highest - lowest || 1), highest === lowest ? lowest + 0.08 : highest]
}
