// @ts-check

/** Numbers and words as the lab writes them. Pure: the server renders with it too. */

/** A probability as it stands over a bar: ".524". @param {number} value */
export function tick(value) {
  if (value > 0 && value < 0.0005) return '<.001'
  return value >= 0.9995 ? '1' : value.toFixed(3).slice(1)
}

/** A probability in a table: "0.524", and "0.00012" where three decimals would say nothing. @param {number} value */
export function probability(value) {
  return value === 0 || value >= 0.001 ? value.toFixed(3) : value.toPrecision(2)
}

/** A count with its thousands parted. @param {number} value */
export const count = (value) => value.toLocaleString('en-US')

/** Entropy: nats in, bits out. @param {number} nats */
export const bits = (nats) => (nats / Math.LN2).toFixed(2)

/** A percentage of the page, for SVG attributes. @param {number} share */
export const percent = (share) => `${Number((100 * share).toFixed(3))}%`

const LETTERS = 'ABCDEFGHIJKL'

/** The letter of a panel and the class that carries its colour. @param {number} index */
export const letterOf = (index) => LETTERS[index] ?? '?'
/** @param {number} index */
export const laneClass = (index) => 'abcdef'[index % 6] ?? 'a'
