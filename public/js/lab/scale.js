// @ts-check

/**
 * A knob's slider: 0 to 1000 along the parameter's own range. Pure.
 * @typedef {import('../../../src/strategies/chain/describe.ts').ParameterDescription} Parameter
 */

export const TRAVEL = 1000

/** Where the slider starts and ends. For top-k in the lab that is the number of words. @param {Parameter} parameter @param {number} words */
function rangeOf({ name, slider, minimum = 0, maximum = 1 }, words) {
  if (name === 'k') return /** @type {const} */ ([1, Math.max(2, words)])
  return slider ?? /** @type {const} */ ([minimum, maximum])
}

/** @param {Parameter} parameter @param {number} words */
const isLog = ({ scale, name }, words) => scale === 'log' && (name !== 'k' || words > 60)

/** @param {Parameter} parameter @param {number} value @param {number} words */
export function positionOf(parameter, value, words) {
  const [low, high] = rangeOf(parameter, words)
  const within = Math.min(high, Math.max(low, value))
  const share = isLog(parameter, words)
    ? Math.log(within / low) / Math.log(high / low)
    : (within - low) / (high - low)
  return Math.round(TRAVEL * share)
}

/** @param {Parameter} parameter @param {number} position @param {number} words */
export function valueAt(parameter, position, words) {
  const [low, high] = rangeOf(parameter, words)
  const share = position / TRAVEL
  const value = isLog(parameter, words) ? low * (high / low) ** share : low + share * (high - low)
  if (parameter.type === 'integer') return Math.round(value)
  const digits = isLog(parameter, words)
    ? Number(value.toPrecision(2))
    : Number(value.toFixed(high - low > 5 ? 1 : 2))
  return digits
}

/** How far one press of an arrow key goes: a whole number's next value, else a hundredth of the way. @param {Parameter} parameter @param {number} words */
export function strideOf(parameter, words) {
  const [low, high] = rangeOf(parameter, words)
  const isStepped = parameter.type === 'integer' && !isLog(parameter, words) && high - low <= 100
  return isStepped ? TRAVEL / (high - low) : TRAVEL / 100
}

/** Where "off" lies; undefined where no value turns the step off. @param {Parameter} parameter @param {number} words */
export function detentOf(parameter, words) {
  if (parameter.off === undefined) return undefined
  // Top-k 0 means all words: that is the far end, beside k = every word.
  return parameter.name === 'k' ? TRAVEL : positionOf(parameter, parameter.off, words)
}
