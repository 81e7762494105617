import type { Environment } from '../../models/environment.ts'
import { branchRequest, growBranch } from '../run/branch.ts'
import { createCollector } from '../run/collect.ts'
import type { RunEvent, RunResult } from '../run/events.ts'
import type { Runner } from '../run/runner.ts'
import { environmentChanges } from './environment-changes.ts'
import { contradictionIn, differenceOf, isCutShort, type RecordedText } from './recorded-text.ts'
import type { Difference, Replay } from './replay-report.ts'
import type { Recording } from './run-file.ts'

/**
 * Runs a recording again with the same settings and compares every token. A text that was cut short may have
 * been rewritten after that, by a search that goes back; it is the same where the run comes by it. Branches
 * are grown on the recorded texts, once the run itself came out the same.
 * @returns undefined if aborted
 * @throws UserError what running throws
 */
export async function replay(
  runner: Pick<Runner, 'start'>,
  recording: Recording,
  now: Environment,
  signal?: AbortSignal,
): Promise<Replay | undefined> {
  const collector = createCollector()
  const passed = new Set<RecordedText>()
  const receive = (event: RunEvent) => {
    collector.receive(event)
    if (event.type !== 'lane-delta') return
    const { lane, sample } = event
    const text = recording.texts[lane]?.[sample]
    if (!text || !isCutShort(text) || passed.has(text)) return
    const now = collector.sample(lane, sample)
    // A shorter one cannot hold it: most events are about texts that are not that far yet.
    if (!now || now.steps.length < text.tokens.length) return
    if (!differenceOf(text, now)) passed.add(text)
  }
  await runner.start(recording.request, receive, signal)
  if (signal?.aborted || !collector.hasStarted()) return undefined
  const found =
    compareRun(recording, collector.result(), passed) ??
    (await compareBranches(runner, recording, signal)) ??
    null
  if (signal?.aborted) return undefined
  const texts = [...recording.texts.flat(), ...recording.branches.map(({ result }) => result)]
  return {
    isSame: found === null,
    texts: texts.length,
    tokens: texts.reduce((sum, { tokens }) => sum + tokens.length, 0),
    difference: found,
    changes: [...environmentChanges(recording.environment, now), ...fileChanges(recording)],
    environment: now,
  }
}

/** What a file cannot have been exported with, a sentence each. */
function fileChanges({ texts, branches }: Recording): string[] {
  const places = [
    ...texts.flatMap((samples, lane) =>
      samples.map((text, sample) => ({ text, name: `lane ${lane + 1}, sample ${sample + 1}` })),
    ),
    ...branches.map(({ result }, index) => ({ text: result, name: `branch ${index + 1}` })),
  ]
  return places.flatMap(({ text, name }) => {
    const found = contradictionIn(text)
    return found === undefined ? [] : [`The file was changed: in ${name}, ${found}.`]
  })
}

/** @param passed texts that were cut short, and that the run has come by on its way */
function compareRun(
  { texts }: Recording,
  { lanes }: RunResult,
  passed: ReadonlySet<RecordedText>,
): Difference | undefined {
  for (const [lane, samples] of texts.entries()) {
    for (const [sample, text] of samples.entries()) {
      if (passed.has(text)) continue
      const found = differenceOf(text, lanes[lane]?.samples[sample])
      if (found) return { lane, sample, branch: null, ...found }
    }
  }
  return undefined
}

async function compareBranches(
  runner: Pick<Runner, 'start'>,
  { request, texts, branches }: Recording,
  signal?: AbortSignal,
): Promise<Difference | undefined> {
  const tops = texts.map((samples) => samples.map(({ tokens }) => tokens))
  for (const [index, branch] of branches.entries()) {
    const { lane, sample, result } = branch
    const grown = await growBranch(runner, branchRequest(request, branch, tops[lane]?.[sample]), signal)
    if (!grown) return undefined
    const found = differenceOf(result, grown)
    if (found) return { lane, sample, branch: index, ...found }
    tops[lane]![sample] = result.tokens
  }
  return undefined
}
