// @ts-check

import { paramsWithBranches } from './branch.js'
import { laneRunOf } from './run.js'
import { state } from './store.js'

/**
 * Where branches stand: a branched text takes its sample's place in the run, so that text, chart and metrics follow it.
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./run.js').LaneRun} LaneRun
 * @typedef {import('./run.js').Sample} Sample
 * @typedef {{ run: Run, lane: LaneRun, index: number }} Spot a sample's place in a run
 */

/** Puts a text in its place; what was measured of all samples together is of the texts as they ran. @param {LaneRun} lane @param {number} index @param {Sample} sample */
export function place(lane, index, sample) {
  if (!('ownMetrics' in lane)) lane.ownMetrics = lane.metrics
  lane.samples = lane.samples.with(index, sample)
  if (lane.ownMetrics && lane.samples.every(({ branch }) => !branch)) lane.metrics = lane.ownMetrics
  else delete lane.metrics
  sample.changedFrom = 0
}

/** @param {number} key @returns {Spot | undefined} the sample a lane shows */
export function spotOf(key) {
  const { run, look } = state
  const lane = laneRunOf(run, key)
  return run && lane ? { run, lane, index: Math.min(look.sample, lane.samples.length - 1) } : undefined
}

/** The address holds the branches from here on. */
export function remember() {
  const { run } = state
  if (run) history.replaceState(null, '', `/?${paramsWithBranches(run, run.settings)}`)
}
