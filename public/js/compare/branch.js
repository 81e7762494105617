// @ts-check

import { formatBranch } from './branch-notation.js'
import { paramsOf, requestOf } from './settings.js'

/**
 * Branches: where a person took a text up at one of its tokens and another text grew from there. Pure. A branched sample
 * keeps the text it grew from, so that branches form a stack and any of them can be taken back.
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./run.js').LaneRun} LaneRun
 * @typedef {import('./run.js').Sample} Sample
 * @typedef {import('./branch-notation.js').Choice} Choice
 * @typedef {Choice & { id: number, given: number, from: Sample, isTailShown?: boolean }} Branch `given` counts the tokens a person put there
 * @typedef {import('./branch-notation.js').BranchPlace} BranchPlace
 */

let count = 0

/** A text that begins like `from` and leaves it at the choice. @param {Sample} from @param {Choice} choice @returns {Sample} */
export const branchOf = (from, choice) => ({
  steps: from.steps.slice(0, choice.step),
  told: choice.step,
  changedFrom: 0,
  branch: { ...choice, id: count++, given: 1, from },
})

/** The texts a sample grew from, newest first. @param {Sample | undefined} sample @returns {Sample[]} */
export function originsOf(sample) {
  const origins = []
  for (let one = sample?.branch?.from; one; one = one.branch?.from) origins.push(one)
  return origins
}

/** The branches that a text still runs through, by step: one that a later branch left again is not among them. @param {Sample | undefined} sample @returns {Map<number, Branch>} */
export function branchesAlong(sample) {
  /** @type {Branch[]} */
  const along = []
  for (let one = sample; one?.branch; one = one.branch.from) {
    const before = along.at(-1)
    if (!before || one.branch.step < before.step) along.push(one.branch)
  }
  return new Map(along.reverse().map((branch) => [branch.step, branch]))
}

/** The text as the lane ran it. @param {Sample} sample @returns {Sample} */
export const originalOf = (sample) => originsOf(sample).at(-1) ?? sample

/** Every branch of a run, in an order in which they can grow again. @param {Run | undefined} run @returns {{ place: BranchPlace, key: number, sample: Sample }[]} */
export function branchesOf(run) {
  return (run?.lanes ?? []).flatMap(({ key, samples }, lane) =>
    samples.flatMap((top, sample) =>
      [top, ...originsOf(top)].reverse().flatMap((one) => {
        if (!one.branch) return []
        const { step, token, text } = one.branch
        const choice = { step, ...(token === undefined ? { text: text ?? '' } : { token }) }
        return { place: { lane, sample, ...choice }, key, sample: one }
      }),
    ),
  )
}

/** Whether a text is still being grown by a branch. @param {Sample | undefined} sample */
export const isGrowing = (sample) => sample?.branch !== undefined && sample.stop === undefined

/** The body of `POST /api/runs` that grows a branch: the same seed, sample and steps, so the same draws. @param {Run} run @param {LaneRun} lane @param {number} sampleIndex @param {Branch} branch */
export const branchRequestOf = ({ settings, maxTokens }, lane, sampleIndex, { from, step, token, text }) => ({
  prompt: settings.prompt,
  model: settings.model,
  lanes: [lane.lane],
  seed: Number(settings.seed),
  maxTokens,
  firstSample: sampleIndex,
  replay: true,
  prefix: [...from.steps.slice(0, step).map((one) => one.token), ...(token === undefined ? [] : [token])],
  ...(text !== undefined && { insert: text }),
})

/** A link's parameters: the settings, and the run's branches where it ran with them. @param {Run | undefined} run @param {import('./settings.js').Settings} settings */
export function paramsWithBranches(run, settings) {
  const params = paramsOf(settings)
  const [ran, now] = [run?.settings ?? settings, settings].map((one) =>
    JSON.stringify({ ...requestOf(one), lanes: [] }),
  )
  if (!run || ran !== now) return params
  for (const { place, key } of branchesOf(run)) {
    const chain = run.lanes[place.lane]?.lane
    const lane = settings.lanes.findIndex((one) => one.key === key && one.chain === chain)
    if (lane >= 0) params.append('branch', formatBranch({ ...place, lane }))
  }
  return params
}
