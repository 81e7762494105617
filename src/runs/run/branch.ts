import { UserError } from '../../errors.ts'
import { count } from '../../words.ts'
import type { RunRequest } from '../request/request.ts'
import type { Branch, GrownBranch } from './branch-notation.ts'
import { branchStart } from './branch-start.ts'
import { createCollector } from './collect.ts'
import type { RunEvent, RunResult, SampleResult } from './events.ts'
import type { Runner } from './runner.ts'

/**
 * What to run for a branch of a text: the same seed, sample and steps, so the same draws.
 * @param tokens the text so far
 * @throws UserError `bad-branch` where the text has no such step
 */
export function branchRequest(
  request: RunRequest,
  branch: Branch,
  tokens: readonly number[] | undefined,
): RunRequest {
  const { lane, sample, step } = branch
  const name = `${lane + 1}.${sample + 1}.${step + 1}`
  if (!tokens) throw new UserError('bad-branch', `Branch ${name}: the run has no such lane and sample.`)
  if (step >= tokens.length) {
    throw new UserError('bad-branch', `Branch ${name}: its text has ${count(tokens.length)} tokens.`)
  }
  return {
    ...request,
    lanes: [request.lanes[lane]!],
    samples: 1,
    firstSample: request.firstSample + sample,
    insert: '',
    ...branchStart(branch, tokens),
  }
}

/**
 * Grows branches one after another, each on the text that its lane and sample have by then.
 * @throws UserError
 */
export async function growBranches(
  runner: Pick<Runner, 'start'>,
  request: RunRequest,
  result: RunResult,
  branches: readonly Branch[],
  signal?: AbortSignal,
): Promise<GrownBranch[]> {
  const grown: GrownBranch[] = []
  for (const branch of branches) {
    const before = withBranches(result, grown).lanes[branch.lane]?.samples[branch.sample]
    const text = await growBranch(runner, branchRequest(request, branch, before?.tokens), signal)
    if (!text) break
    grown.push({ ...branch, result: text })
  }
  return grown
}

/**
 * The run with each branched text in the place of the one it grew from; no metrics of sets that no longer
 * are.
 */
export function withBranches(result: RunResult, grown: readonly GrownBranch[]): RunResult {
  const lanes = result.lanes.map((own, lane) => {
    const mine = grown.filter((branch) => branch.lane === lane)
    if (mine.length === 0) return own
    const samples = own.samples.map(
      (text, sample) => mine.findLast((branch) => branch.sample === sample)?.result ?? text,
    )
    return { ...own, samples, metrics: {} }
  })
  return { ...result, lanes }
}

/** Grows one branch. @throws what running throws, `bad-branch` where the lane cannot be taken up */
export async function growBranch(
  runner: Pick<Runner, 'start'>,
  request: RunRequest,
  signal?: AbortSignal,
): Promise<SampleResult | undefined> {
  const collector = createCollector()
  await runner.start(request, (event: RunEvent) => collector.receive(event), signal)
  if (!collector.hasStarted()) return undefined
  const sample = collector.result().lanes[0]!.samples[0]!
  if (sample.stop === 'error' && sample.tokens.length === 0) {
    throw new UserError('bad-branch', sample.message ?? 'This lane cannot be taken up.')
  }
  return sample
}
