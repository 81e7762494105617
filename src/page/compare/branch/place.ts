import type { LaneRun, Sample } from '../run/run.ts'
import { addressOf } from '../settings/link-length.ts'
import type { Page } from '../state/page.ts'
import { paramsWithBranches } from './branch.ts'

/** A branched text takes its sample's place in the run, so that text, chart and metrics follow it. */

/** Puts a text in its place; what was measured of all samples together is of the texts as they ran. */
export function place(lane: LaneRun, index: number, sample: Sample): void {
  if (!('ownMetrics' in lane)) lane.ownMetrics = lane.metrics
  lane.samples = lane.samples.with(index, sample)
  if (lane.ownMetrics && lane.samples.every(({ growth }) => !growth)) lane.metrics = lane.ownMetrics
  else delete lane.metrics
}

/**
 * The address holds the run and its branches from here on, its lanes as they are arranged, and the human
 * text.
 */
export function remember(page: Page): void {
  const run = page.run.peek()
  if (!run) return
  const { lanes, human, humanP } = page.settings.peek()
  const placeOf = new Map(lanes.map(({ key }, index) => [key, index]))
  const arranged = run.settings.lanes.toSorted(
    (one, other) => (placeOf.get(one.key) ?? Infinity) - (placeOf.get(other.key) ?? Infinity),
  )
  const shown = { ...run.settings, lanes: arranged, human, humanP }
  history.replaceState(null, '', addressOf(paramsWithBranches(run, shown)))
}
