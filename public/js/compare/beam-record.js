// @ts-check

import { tracedLanes } from './traced-run.js'

/**
 * A lane's beam search again, with its record: the run that the page followed did not send it.
 * @typedef {import('./beam-tree.js').BeamRecord} BeamRecord
 */

const PATIENCE = 300_000

/**
 * @param {import('./lane-views.js').LaneView} lane @param {AbortSignal} signal
 * @returns {Promise<{ record: BeamRecord, isSame: boolean }>} `isSame`: whether it ends with the text the lane shows
 * @throws Error in a sentence
 */
export async function beamRecordOf({ run, laneRun, sample, sampleIndex }, signal) {
  if (!run || !laneRun || !sample) throw new Error('The lane has not run.')
  const size = { firstSample: sampleIndex, samples: 1, maxTokens: run.maxTokens }
  const patient = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)])
  const [told] = await tracedLanes(run, [laneRun], size, patient)
  const again = told?.samples[0]
  const record = /** @type {BeamRecord | undefined} */ (again?.search)
  if (!again || !record?.steps.length) throw new Error(again?.message ?? 'The search left no record.')
  return { record, isSame: sample.steps.map(({ token }) => token).join() === again.tokens.join() }
}
