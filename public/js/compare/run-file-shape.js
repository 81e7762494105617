// @ts-check

/**
 * The parts of a run file, checked one by one: what comes out has the shape it says, whatever was written there.
 * @typedef {import('./run.js').Sample} Sample
 * @typedef {import('./run.js').StepRecord} StepRecord
 */

/** A reason why a file cannot be opened, in a sentence. */
export class BadFile extends Error {}

/** @param {unknown} value @returns {Record<string, unknown>} */
export const objectOf = (value) =>
  typeof value === 'object' && value !== null ? /** @type {Record<string, unknown>} */ (value) : {}
/** @param {unknown} value @returns {unknown[]} */
export const listOf = (value) => (Array.isArray(value) ? value : [])

const STOPS = /** @type {const} */ (['end-of-text', 'length', 'context', 'stopped', 'error'])

/** @param {unknown} value @returns {Sample} */
export function sampleOf(value) {
  const { steps, stop, message, metrics } = objectOf(value)
  const known = STOPS.find((one) => one === stop) ?? damaged('stop')
  const own = listOf(steps).map(stepOf)
  return {
    steps: own,
    told: own.length,
    changedFrom: 0,
    stop: known,
    ...(typeof message === 'string' && { message }),
    metrics: Object.fromEntries(
      Object.entries(objectOf(metrics)).flatMap(([id, one]) =>
        typeof one === 'number' || one === null ? [[id, one]] : [],
      ),
    ),
  }
}

/** @param {unknown} value @returns {StepRecord} */
function stepOf(value) {
  const { token, text, bytes, logprob, rank, entropy, kept, keptMass, u } = objectOf(value)
  return {
    token: wholeOf(token, 'token'),
    text: textOf(text, 'text'),
    ...(typeof bytes === 'string' && { bytes }),
    logprob: numberOf(logprob, 'logprob'),
    rank: wholeOf(rank, 'rank'),
    entropy: numberOf(entropy, 'entropy'),
    kept: wholeOf(kept, 'kept'),
    keptMass: numberOf(keptMass, 'keptMass'),
    u: u === null ? null : numberOf(u, 'u'),
  }
}

/** @param {string} where @returns {never} */
export function damaged(where) {
  throw new BadFile(`It is damaged: “${where}” is not what a run has there. Export the run again.`)
}

/** @param {unknown} value @param {string} where @returns {string} */
export const textOf = (value, where) => (typeof value === 'string' ? value : damaged(where))
/** @param {unknown} value @param {string} where @returns {number} */
export const wholeOf = (value, where) =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : damaged(where)
/** @param {unknown} value @param {string} where @returns {number} */
const numberOf = (value, where) =>
  typeof value === 'number' || value === '-Infinity' ? Number(value) : damaged(where)
