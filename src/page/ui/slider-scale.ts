import { scaleLinear, scaleLog } from 'd3-scale'
import type { ParameterDescription } from '../../strategies/chain/describe.ts'
import { clamp } from './numbers.ts'

/** A parameter on its slider: 0 to `TRAVEL` along its range, linear or logarithmic. */

export const TRAVEL = 1000

/** Significant digits that keep neighbouring positions of a logarithmic slider apart. */
const LOG_DIGITS = 2

/** What a scale needs of a parameter. */
export type Scaled = Pick<ParameterDescription, 'type' | 'slider' | 'minimum' | 'maximum' | 'scale' | 'off'>

function rangeOf({ slider, minimum = 0, maximum = 1, scale }: Scaled) {
  const [low, high] = slider ?? [minimum, maximum]
  return { low, high, isLog: scale === 'log' && low > 0 }
}

function scaleOf(parameter: Scaled) {
  const { low, high, isLog } = rangeOf(parameter)
  return isLog
    ? scaleLog([low, high], [0, TRAVEL]).clamp(true)
    : scaleLinear([low, high], [0, TRAVEL]).clamp(true)
}

/** Where a value lies; beyond the range, at its end. */
export const positionOf = (parameter: Scaled, value: number): number =>
  value === parameter.off ? detentAt(parameter, value) : Math.round(scaleOf(parameter)(value))

/** The value of a position, in as many digits as a hand can set; beside "off" it is "off". */
export function valueAt(parameter: Scaled, position: number): number {
  if (parameter.off !== undefined && isOffAt(parameter, position)) return parameter.off
  const { low, high, isLog } = rangeOf(parameter)
  const value = scaleOf(parameter).invert(position)
  if (parameter.type === 'integer') return Math.round(value)
  return Number(isLog ? value.toPrecision(LOG_DIGITS) : value.toFixed(decimals(high - low)))
}

/** Decimals that keep hundredths of a range apart. */
const decimals = (range: number): number => Math.max(0, 2 - Math.floor(Math.log10(range)))

/** How far one press of an arrow key goes: to a whole number's neighbour, else a hundredth of the way. */
export function strideOf(parameter: Scaled): number {
  const { low, high, isLog } = rangeOf(parameter)
  const isStepped = parameter.type === 'integer' && !isLog && high - low <= 100
  return isStepped ? TRAVEL / (high - low) : TRAVEL / 100
}

/** Where "off" lies; undefined where no value turns the step off. */
export const detentOf = (parameter: Scaled): number | undefined =>
  parameter.off === undefined ? undefined : detentAt(parameter, parameter.off)

/**
 * An "off" beyond the range has an end to itself: the far one for a whole number, where 0 means all, else
 * the nearer.
 */
function detentAt(parameter: Scaled, off: number): number {
  const { low, high } = rangeOf(parameter)
  if (off < low && parameter.type === 'integer') return TRAVEL
  return Math.round(scaleOf(parameter)(clamp(off, low, high)))
}

/** Whether a position is nearer to "off" than to its neighbour. */
export function isOffAt(parameter: Scaled, position: number): boolean {
  const detent = detentOf(parameter)
  return detent !== undefined && Math.abs(position - detent) < strideOf(parameter) / 2
}
