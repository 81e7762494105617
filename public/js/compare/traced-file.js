// @ts-check

import { branchesOf, branchRequestOf, originalOf } from './branch.js'
import { runFileOf } from './export.js'
import { requestOf } from './settings.js'

/**
 * A run file with every step's candidates and what each step of the chain left: too much to send while a run is watched,
 * so the server runs it once more for them.
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('../../../src/runs/run/events.ts').RunResult} RunResult
 * @typedef {import('../../../src/runs/replay/run-file.ts').RunFile} RunFile
 */

/** Whether all of a run's texts came to their ends: what was cut short would come out longer. @param {Run} run */
export const canTrace = (run) =>
  run.phase === 'done' &&
  [
    ...run.lanes.flatMap(({ samples }) => samples.map(originalOf)),
    ...branchesOf(run).map(({ sample }) => sample),
  ].every(({ stop }) => stop !== undefined && stop !== 'stopped')

/** @param {Run} run @param {import('./export.js').Environment} environment @returns {Promise<RunFile>} @throws Error in a sentence */
export async function tracedRunFileOf(run, environment) {
  const file = runFileOf(run, environment)
  const result = await traced(requestOf(run.settings))
  for (const [index, { samples }] of file.result.lanes.entries()) {
    for (const [sample, text] of samples.entries()) check(text, result.lanes[index]?.samples[sample])
  }
  const branches = []
  for (const [index, branch] of file.branches.entries()) {
    const lane = run.lanes[branch.lane]
    const grown = branchesOf(run)[index]?.sample.branch
    const reply = lane && grown && (await traced(branchRequestOf(run, lane, branch.sample, grown)))
    branches.push({ ...branch, result: check(branch.result, reply?.lanes[0]?.samples[0]) })
  }
  return { ...file, result, branches }
}

/** @param {object} request @returns {Promise<RunResult>} */
async function traced(request) {
  const response = await fetch('/api/runs', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ ...request, trace: true }),
  })
  const reply = await response.json()
  if (!response.ok) throw new Error(reply.error.message)
  return reply
}

/** @template {{ tokens: readonly number[] }} Text @param {Text} text @param {Text | undefined} again */
function check(text, again) {
  if (again && text.tokens.join() === again.tokens.join()) return again
  throw new Error(
    'The run came out otherwise this time, so there are no candidates of these texts; export it without them.',
  )
}
