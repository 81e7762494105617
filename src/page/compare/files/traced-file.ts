import type { Environment } from '../../../models/environment.ts'
import type { RunFile } from '../../../runs/replay/run-file-schema.ts'
import type { RunResult } from '../../../runs/run/events.ts'
import type { StrategyDescription } from '../../../strategies/chain/describe.ts'
import { branchesOf, branchRequestOf, originalOf } from '../branch/branch.ts'
import { type RunBody, runResult } from '../own/run-events.ts'
import type { Run } from '../run/run.ts'
import { requestOf } from '../settings/settings.ts'
import { runFileOf } from './export.ts'

/**
 * A run file with every token's candidates and what each step of the chain left: too much to send while a run
 * is watched, so the server runs it once more for them.
 */

/** Whether all of a run's texts came to their ends: what was cut short would come out longer. */
export const canTrace = (run: Run): boolean =>
  run.phase === 'done' &&
  [
    ...run.lanes.flatMap(({ samples }) => samples.map(originalOf)),
    ...branchesOf(run).map(({ sample }) => sample),
  ].every(({ stop }) => stop !== undefined && stop !== 'stopped')

/** @throws Error in a sentence */
export async function tracedRunFileOf(
  run: Run,
  environment: Environment,
  strategies: readonly StrategyDescription[],
): Promise<RunFile> {
  const traced = (body: RunBody): Promise<RunResult> =>
    runResult({ ...body, trace: true } as RunBody, strategies)
  const file = runFileOf(run, environment)
  const result = await traced(requestOf(run.settings))
  for (const [index, { samples }] of file.result.lanes.entries()) {
    for (const [sample, text] of samples.entries()) check(text, result.lanes[index]?.samples[sample])
  }
  const branches = []
  for (const [index, branch] of file.branches.entries()) {
    const lane = run.lanes[branch.lane]
    const growth = branchesOf(run)[index]?.sample.growth
    const reply = lane && growth && (await traced(branchRequestOf(run, lane, branch.sample, growth)))
    branches.push({ ...branch, result: check(branch.result, reply?.lanes[0]?.samples[0]) })
  }
  return { ...file, result, branches }
}

function check<Text extends { readonly tokens: readonly number[] }>(
  text: Text,
  again: Text | undefined,
): Text {
  if (again && text.tokens.join() === again.tokens.join()) return again
  throw new Error(
    'The run came out differently this time, so there are no candidates for these texts; export it ' +
      'without them.',
  )
}
