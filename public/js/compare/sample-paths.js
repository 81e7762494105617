// @ts-check

import { depthOf, prefixTree } from './prefix-tree.js'
import { changed, state } from './store.js'
import { tracedLanes } from './traced-run.js'

/** What no sample took: the samples are run once more, as far as they fork, for the candidates that the first run did not send. */

/** Steps such a replay may record: candidates weigh a few kilobytes a step. */
const MOST_STEPS = 1024
const PATIENCE = 120_000

export async function tracePaths() {
  const { run } = state
  if (!run) return
  const forked = run.lanes.filter(({ samples }) => samples.length > 1)
  state.traced = { run, lanes: new Map() }
  const samples = Math.max(...forked.map((lane) => lane.samples.length))
  const depth = Math.max(1, ...forked.map((lane) => depthOf(prefixTree(lane.samples))))
  const reach = Math.max(1, Math.floor(MOST_STEPS / (samples * forked.length)))
  const size = { samples, maxTokens: Math.min(depth, reach) }
  /** @type {Map<number, import('./lane-views.js').Traced>} */
  const lanes = new Map()
  try {
    const told = await tracedLanes(run, forked, size, AbortSignal.timeout(PATIENCE))
    for (const [index, { key, samples: own }] of forked.entries()) {
      const again = told[index]?.samples ?? []
      lanes.set(
        key,
        again.map(({ steps }, sample) => ({ steps: untilParting(own[sample]?.steps ?? [], steps) })),
      )
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'the server cannot be reached.'
    for (const { key } of forked) lanes.set(key, `Paths not taken could not be fetched: ${reason}`)
  }
  if (state.run !== run) return
  state.traced = { run, lanes }
  changed()
}

/**
 * A trace is of use as long as its tokens are the sample's own, and for the step after.
 * @template {{ token: number }} Step @param {readonly { token: number }[]} own @param {readonly Step[]} again
 */
function untilParting(own, again) {
  const parting = again.findIndex(({ token }, step) => token !== own[step]?.token)
  return parting < 0 ? again : again.slice(0, parting + 1)
}
