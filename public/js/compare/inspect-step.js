// @ts-check

import { branchesAlong } from './branch.js'
import { formatUse, parseChain } from './chain.js'

/**
 * A step of a lane as a request for the server, and how the other lanes stand to it. Pure.
 * @typedef {import('./lane-views.js').LaneView} LaneView
 * @typedef {import('./chain.js').Strategy} Strategy
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./landing-view.js').LaneMark} LaneMark
 */

/** The search that ends a lane's chain, as it ran. @param {LaneView} lane @param {readonly Strategy[]} strategies */
export function searchOf({ laneRun, chain }, strategies) {
  const parsed = parseChain(laneRun?.chain ?? chain, strategies)
  return typeof parsed === 'string'
    ? undefined
    : { strategy: parsed.search.strategy, notation: formatUse(parsed.search), model: parsed.model }
}

/** Whether a person put this token there. @param {LaneView} lane @param {number} step */
export const isGiven = ({ sample }, step) =>
  [...branchesAlong(sample).values()].some((one) => step >= one.step && step < one.step + one.given)

/** Why the draw cannot be shown in another lane at this step; '' where it can. @param {LaneView} lane @param {LaneView} other @param {number} step @param {readonly Strategy[]} strategies */
function whyNot(lane, other, step, strategies) {
  const [mine, theirs] = [lane.sample?.steps ?? [], other.sample?.steps ?? []]
  const parted = mine.slice(0, step).findIndex(({ token }, index) => theirs[index]?.token !== token)
  const search = searchOf(other, strategies)
  const draws = search?.strategy.id === 'sample'
  const who = draws ? '' : `${search?.notation ?? 'this lane'} draws nothing`
  if (parted >= 0) {
    const ended = theirs.length <= parted
    const when = `${ended ? 'ended after' : 'parted at'} step ${ended ? theirs.length : parted + 1}`
    return draws ? `${when}, so its distribution is another` : `${who}; it ${when}`
  }
  if (!draws) return who
  return search.model === (searchOf(lane, strategies)?.model ?? '') ? '' : 'runs on another model'
}

/** @param {LaneView} view @returns {LaneMark} */
export const laneMark = ({ letter, className, name }) => ({ letter, className, name })

/**
 * The other lanes of the run at a step: those that stand after the same text, and why the rest do not.
 * @param {LaneView} lane @param {readonly LaneView[]} lanes @param {number} step @param {readonly Strategy[]} strategies
 */
export const othersAt = (lane, lanes, step, strategies) =>
  lanes
    .filter((other) => other.key !== lane.key && !other.isHuman && other.laneRun && other.sample)
    .map((other) => ({
      ...laneMark(other),
      chain: other.laneRun?.chain ?? '',
      why: whyNot(lane, other, step, strategies),
    }))

/** The body of `POST /api/inspect`. @param {Run} run @param {LaneView} lane @param {number} step @param {number} rows @param {readonly { chain: string, why: string }[]} others */
export const inspectRequestOf = ({ settings, maxTokens }, lane, step, rows, others) => ({
  prompt: settings.prompt,
  model: settings.model,
  lane: lane.laneRun?.chain ?? lane.chain,
  seed: Number(settings.seed),
  sample: lane.laneRun?.isDeterministic ? 0 : lane.sampleIndex,
  maxTokens,
  tokens: (lane.sample?.steps ?? []).slice(0, step + 1).map(({ token }) => token),
  rows,
  others: others.filter(({ why }) => why === '').map(({ chain }) => chain),
})

const LEAD_WORDS = 4

/** The words before a step. @param {LaneView} lane @param {number} step */
export function leadAt({ sample, lead, run }, step) {
  const before = (sample?.steps ?? []).slice(0, step).map(({ text }) => text)
  const words = `${run?.settings.prompt ?? lead}${before.join('')}`.trim().split(/\s+/)
  return `… ${words.slice(-LEAD_WORDS).join(' ')}`
}
