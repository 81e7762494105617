// @ts-check

/**
 * A lane's samples as one tree: what they share stands once. Pure.
 * @typedef {import('./run.js').StepRecord} StepRecord
 * @typedef {{ readonly steps: readonly StepRecord[] }} TracedText
 * @typedef {object} Branch a run of tokens that the same samples took
 * @property {string} id `root`, or first sample and first step: the same while texts grow
 * @property {number} from step of its first token, from 0
 * @property {readonly StepRecord[]} steps
 * @property {readonly number[]} samples those that took it, ascending
 * @property {readonly number[]} ended those of them whose text ends with it
 * @property {readonly Branch[]} children most samples first; two or more, or one beside a text that ended
 * @typedef {{ id: number, text: string, raw: number }} Path a token that no sample took, with its probability under the model
 * @typedef {{ paths: readonly Path[], more: number | undefined }} Untaken `more` counts tokens the chain left besides; unknown where it left each sample others
 */

/**
 * The root holds what all samples share, which may be nothing. O(tokens).
 * @param {readonly TracedText[]} readings @returns {Branch}
 */
export const prefixTree = (readings) => ({ ...branchOf(readings, [...readings.keys()], 0), id: 'root' })

/** @param {readonly TracedText[]} readings @param {readonly number[]} samples @param {number} from @returns {Branch} */
function branchOf(readings, samples, from) {
  const [first = 0] = samples
  const steps = readings[first]?.steps ?? []
  let to = from
  while (
    to < steps.length &&
    samples.every((sample) => readings[sample]?.steps[to]?.token === steps[to]?.token)
  )
    to++
  const groups = groupsAt(readings, samples, to)
  const children = [...groups.values()]
    .sort((a, b) => b.length - a.length)
    .map((group) => branchOf(readings, group, to))
  const ended = samples.filter((sample) => readings[sample]?.steps.length === to)
  return { id: `${first}.${from}`, from, steps: steps.slice(from, to), samples, ended, children }
}

/** Samples by the token they took at a step. @param {readonly TracedText[]} readings @param {readonly number[]} samples @param {number} step */
function groupsAt(readings, samples, step) {
  /** @type {Map<number, number[]>} */
  const groups = new Map()
  for (const sample of samples) {
    const token = readings[sample]?.steps[step]?.token
    if (token !== undefined) groups.set(token, [...(groups.get(token) ?? []), sample])
  }
  return groups
}

/** While texts grow in turns, only what all of them have told is compared. @param {readonly import('./run.js').Sample[]} samples @returns {TracedText[]} */
export function evenReadings(samples) {
  const going = samples.filter(({ stop }) => stop === undefined)
  const length = Math.min(...going.map(({ steps }) => steps.length))
  return samples.map(({ steps }) => ({ steps: steps.length > length ? steps.slice(0, length) : steps }))
}

/** Step at which a branch forks. @param {Branch} branch */
export const forkOf = ({ from, steps }) => from + steps.length

/** Steps until the last fork, itself included: as far as the traces must reach. @param {Branch} branch @returns {number} */
export const depthOf = (branch) =>
  branch.children.length === 0 ? 0 : Math.max(forkOf(branch) + 1, ...branch.children.map(depthOf))

/**
 * The likeliest tokens at a fork that the chain left and no sample took, by probability under the model. Exact as far
 * as the traces' candidates go. Undefined where no trace reaches.
 * @param {Branch} branch @param {readonly TracedText[]} traced the samples again, with candidates @param {number} most
 * @returns {Untaken | undefined}
 */
export function untakenAt(branch, traced, most) {
  const fork = forkOf(branch)
  const taken = new Set(branch.children.map(({ steps }) => steps[0]?.token))
  const told = branch.samples.flatMap((sample) => traced[sample]?.steps[fork] ?? [])
  /** @type {Map<number, Path>} */
  const paths = new Map()
  for (const { id, text, raw, probability } of told.flatMap(({ candidates = [] }) => candidates)) {
    if (probability > 0 && !taken.has(id)) paths.set(id, { id, text, raw })
  }
  const kept = new Set(told.map((step) => step.kept))
  const [left] = kept
  if (left === undefined) return undefined
  const shown = [...paths.values()].sort((a, b) => b.raw - a.raw).slice(0, most)
  return { paths: shown, more: kept.size === 1 ? left - taken.size - shown.length : undefined }
}
