// @ts-check

/** Numbers as the page writes them. Pure: the server renders with it too. */

/** A count with its thousands parted. @param {number} value */
export const count = (value) => value.toLocaleString('en-US')

/** @param {number} value @param {string} noun */
export const plural = (value, noun) => `${count(value)} ${noun}${value === 1 ? '' : 's'}`

/** @param {number} nats */
export const bits = (nats) => nats / Math.LN2

/** A probability: "0.034", "<0.001". @param {number} value */
export const probability = (value) => (value > 0 && value < 0.001 ? '<0.001' : value.toFixed(3))

/** Three significant digits at most, none wasted on large numbers. @param {number} value */
export function short(value) {
  if (value >= 1000) return count(Math.round(value))
  if (value >= 100) return value.toFixed(0)
  return value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

/** @param {number} milliseconds */
export const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`

/** With a true minus. @param {number} value @param {number} [places] */
export const decimal = (value, places = 2) => value.toFixed(places).replace('-', '−')
