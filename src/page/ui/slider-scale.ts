import type { ParameterDescription } from '../../strategies/chain/describe.ts'

/** A parameter on its slider: 0 to `TRAVEL` along its range, linear or logarithmic. */

export const TRAVEL = 1000

/** What a scale needs of a parameter. */
export type Scaled = Pick<ParameterDescription, 'type' | 'slider' | 'minimum' | 'maximum' | 'scale' | 'off'>

function rangeOf({ slider, minimum = 0, maximum = 1, scale }: Scaled) {
  const [low, high] = slider ?? [minimum, maximum]
  return { low, high, isLog: scale === 'log' && low > 0 }
}

/** Where a value lies. An "off" outside the range has the far end to itself. */
export function positionOf(parameter: Scaled, value: number): number {
  const { low, high, isLog } = rangeOf(parameter)
  if (value === parameter.off && (value < low || value > high)) return TRAVEL
  const share = isLog
    ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
    : (value - low) / (high - low)
  return Math.round(TRAVEL * Math.max(0, Math.min(1, share)))
}

/** The value of a position, in as many digits as a hand can set; close to "off" it is "off". */
export function valueAt(parameter: Scaled, position: number): number {
  const { off, type } = parameter
  const { low, high, isLog } = rangeOf(parameter)
  if (off !== undefined && Math.abs(position - positionOf(parameter, off)) <= TRAVEL / 100) return off
  const share = position / TRAVEL
  const value = isLog ? low * (high / low) ** share : low + share * (high - low)
  if (type === 'integer') return Math.round(value)
  const digits = Math.max(0, 2 - Math.floor(Math.log10(isLog ? Math.max(value, 1e-9) : high - low)))
  return Number(value.toFixed(Math.min(digits, 8)))
}

/** How far one press of an arrow key goes: to a whole number's neighbour, else a hundredth of the way. */
export function strideOf(parameter: Scaled): number {
  const { low, high, isLog } = rangeOf(parameter)
  const isStepped = parameter.type === 'integer' && !isLog && high - low <= 100
  return isStepped ? TRAVEL / (high - low) : TRAVEL / 100
}

/** Where "off" lies; undefined where no value turns the step off. */
export const detentOf = (parameter: Scaled): number | undefined =>
  parameter.off === undefined ? undefined : positionOf(parameter, parameter.off)
