import { bits, count, exactProbability, plural, wholePercent } from '../../words.ts'

/** Numbers as all pages write them. */

export { bits, count, exactProbability, plural, wholePercent }

/** A value, or the end of a range that it is beyond. */
export const clamp = (value: number, low: number, high: number): number =>
  Math.max(low, Math.min(high, value))

/** A probability: "0.034", "<0.001". */
export const probability = (value: number): string =>
  value > 0 && value < 0.001 ? '<0.001' : value.toFixed(3)

/** A probability over a bar: ".524". */
export function tick(value: number): string {
  if (value > 0 && value < 0.0005) return '<.001'
  return value >= 0.9995 ? '1' : value.toFixed(3).slice(1)
}

/** Three significant digits at most, none wasted on large numbers. */
export function short(value: number): string {
  if (value >= 1000) return count(Math.round(value))
  if (value >= 100) return value.toFixed(0)
  return value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`

/** With a true minus. */
export const decimal = (value: number, places = 2): string => value.toFixed(places).replace('-', '−')

/** A share as a percentage, for SVG attributes. */
export const percent = (share: number): string => `${Number((100 * share).toFixed(3))}%`

/** A chance in percent, small ones not rounded to nothing: "42%", "3.1%". */
export const chance = (value: number): string => `${Number((100 * value).toPrecision(2))}%`

/** At most so many significant digits, no trailing noughts; a dash where there is no value. */
export const significant = (value: number | null | undefined, digits: number): string =>
  value === null || value === undefined ? '–' : String(Number(value.toPrecision(digits)))
