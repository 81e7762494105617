/** What a step of one model takes by its rows: a straight line through the steps that were measured. */
export interface StepCost {
  learn(rows: number, milliseconds: number): void
  /**
   * Most rows of a step that takes at most `factor` times a step of `rows` takes; undefined before it is
   * known.
   */
  rowsWithin(factor: number, rows: number): number | undefined
  /**
   * What a step of so many rows is likely to take, in milliseconds; undefined before it is known. Where all
   * steps were of one size, a row of any other step is taken to cost as much, which is more than it does.
   */
  milliseconds(rows: number): { readonly likely: number; readonly isBound: boolean } | undefined
}

/** How much of what was learnt is left after another step. */
const MEMORY = 0.98
/** Steps after which the line is worth something, weighted as above. */
const ENOUGH = 8

/** Least squares over the steps so far, the latest weighing most. */
export function createStepCost(): StepCost {
  let [weight, rows, time, squares, products] = [0, 0, 0, 0, 0]
  /** Undefined where steps of one size alone do not determine another size's time. */
  function lineOf(): { readonly base: number; readonly slope: number } | undefined {
    const spread = weight * squares - rows * rows
    if (weight < ENOUGH || spread < weight * weight) return undefined
    const slope = (weight * products - rows * time) / spread
    if (slope <= 0) return undefined
    return { base: Math.max(0, (time - slope * rows) / weight), slope }
  }

  return {
    learn(count, milliseconds) {
      weight = MEMORY * weight + 1
      rows = MEMORY * rows + count
      time = MEMORY * time + milliseconds
      squares = MEMORY * squares + count * count
      products = MEMORY * products + count * milliseconds
    },
    rowsWithin(factor, count) {
      const line = lineOf()
      if (!line) return undefined
      const { base, slope } = line
      return Math.floor((factor * (base + slope * count) - base) / slope + 1e-6)
    },
    milliseconds(count) {
      if (weight < ENOUGH) return undefined
      const line = lineOf()
      return line
        ? { likely: line.base + line.slope * count, isBound: false }
        : { likely: (time / rows) * count, isBound: true }
    },
  }
}
