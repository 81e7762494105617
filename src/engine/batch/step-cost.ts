/** What a step of one model takes by its rows: a straight line through the steps that were measured. */
export interface StepCost {
  learn(rows: number, milliseconds: number): void
  /**
   * Most rows of a step that takes at most `factor` times a step of `rows` takes; undefined before it is
   * known.
   */
  rowsWithin(factor: number, rows: number): number | undefined
}

/** How much of what was learnt is left after another step. */
const MEMORY = 0.98
/** Steps after which the line is worth something, weighted as above. */
const ENOUGH = 8

/** Least squares over the steps so far, the latest weighing most. */
export function createStepCost(): StepCost {
  let [weight, rows, time, squares, products] = [0, 0, 0, 0, 0]
  return {
    learn(count, milliseconds) {
      weight = MEMORY * weight + 1
      rows = MEMORY * rows + count
      time = MEMORY * time + milliseconds
      squares = MEMORY * squares + count * count
      products = MEMORY * products + count * milliseconds
    },
    rowsWithin(factor, count) {
      const spread = weight * squares - rows * rows
      // Steps of one size alone do not say what another size takes.
      if (weight < ENOUGH || spread < weight * weight) return undefined
      const slope = (weight * products - rows * time) / spread
      if (slope <= 0) return undefined
      const base = Math.max(0, (time - slope * rows) / weight)
      return Math.floor((factor * (base + slope * count) - base) / slope + 1e-6)
    },
  }
}
