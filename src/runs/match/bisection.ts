import type { ParameterDescription } from '../../strategies/chain/describe.ts'

/** What a parameter's values were found to keep, on average. */
interface Tried {
  readonly value: number
  /** Mean number of tokens kept. */
  readonly width: number
}

/**
 * Looks for the value of one parameter at which a chain is as wide as another one. Asked for the value to try
 * next, given the width there; the width must rise or fall with the value, in steps where the parameter is a
 * whole number.
 */
export interface Bisection {
  /** The value to try next; undefined once nothing is left to try. */
  next(): number | undefined
  receive(width: number): void
  /**
   * Of all that was tried, what came nearest, by ratio, and the step switched off where that is as wide;
   * undefined before anything was tried.
   */
  best(): Tried | undefined
  /** Narrowest and widest of what was tried. */
  range(): { readonly narrowest: Tried; readonly widest: Tried }
  /** How many values were tried. */
  tries(): number
}

/** Widths nearer than this, as a share of the goal, are equal: less than any figure's own uncertainty. */
const NEAR = 0.001
/** Significant digits of the values tried, so that an answer can be written down as it was measured. */
const DIGITS = 5
/** A value this near to one that turns a step off, as a share of the range, is still on. */
const NUDGE = 1e-9
/** Tries at most: both ends, halvings until five digits agree even of a value like 0.0002, and off. */
export const MOST_TRIES = 34

type Range = Pick<ParameterDescription, 'type' | 'minimum' | 'maximum' | 'off'>

/** The number that a step is matched by: its first parameter that is one, with bounds. */
export const matchedNumber = (
  parameters: readonly ParameterDescription[],
): ParameterDescription | undefined =>
  parameters.find(
    ({ type, minimum, maximum }) =>
      (type === 'number' || type === 'integer') && minimum !== undefined && maximum !== undefined,
  )

/**
 * @param parameter a number with bounds
 * @param goal mean number of tokens to keep, at least 1
 * @param most a width that no value exceeds, such as the vocabulary's: whole numbers are looked for below it
 */
export function bisect(parameter: Range, goal: number, most = Number.POSITIVE_INFINITY): Bisection {
  const tried: Tried[] = []
  const isWhole = parameter.type === 'integer'
  let [low, high] = endsOf(parameter, most)
  let rises = true
  const isNear = (width: number) => Math.abs(width - goal) <= NEAR * goal
  const isOff = ({ value }: Tried) => value === parameter.off
  const middle = () => {
    const value = (low + high) / 2
    return isWhole ? Math.floor(value) : Number(value.toPrecision(DIGITS))
  }
  const next = () => {
    if (tried.length >= MOST_TRIES) return undefined
    // A width that a value near off has, or any value, may be that of the step switched off.
    if (tried.some(({ width }) => isNear(width))) return tried.some(isOff) ? undefined : parameter.off
    if (tried.length === 0) return low
    if (tried.length === 1) return high
    const { narrowest, widest } = extremes(tried)
    if (goal < narrowest.width || goal > widest.width) return undefined
    const value = middle()
    return value <= low || value >= high ? undefined : value
  }
  return {
    next,
    receive(width) {
      const value = next()
      if (value === undefined) throw new Error('nothing is left to try')
      tried.push({ value, width })
      if (tried.length === 2) rises = tried[1]!.width >= tried[0]!.width
      if (tried.length < 3) return
      if (width < goal === rises) low = value
      else high = value
    },
    best: () =>
      tried.find((one) => isOff(one) && isNear(one.width)) ??
      tried.reduce<Tried | undefined>(
        (best, one) => (best && distance(best, goal) <= distance(one, goal) ? best : one),
        undefined,
      ),
    range: () => extremes(tried),
    tries: () => tried.length,
  }
}

const distance = ({ width }: Tried, goal: number): number => Math.abs(Math.log(width / goal))

function extremes(tried: readonly Tried[]) {
  const ascending = [...tried].sort((a, b) => a.width - b.width)
  return { narrowest: ascending[0]!, widest: ascending.at(-1)! }
}

/** The bounds, without an end at which the step is off. */
function endsOf({ type, minimum = 0, maximum = 1, off }: Range, most: number): [number, number] {
  const nudge = type === 'integer' ? 1 : NUDGE * (maximum - minimum)
  const low = off === minimum ? minimum + nudge : minimum
  const high = off === maximum ? maximum - nudge : maximum
  return [low, type === 'integer' ? Math.max(low, Math.min(high, most)) : high]
}
