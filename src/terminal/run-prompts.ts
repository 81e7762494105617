import { readConfiguration } from '../configuration.ts'
import { createEngine } from '../engine/local-engine.ts'
import { UserError } from '../errors.ts'
import type { ModelLibrary } from '../models/library.ts'
import { toJson } from '../runs/json.ts'
import { factsOfTrials, type MadeTrial, type MethodsFacts } from '../runs/methods/facts.ts'
import { methodsOf } from '../runs/methods/methods.ts'
import { modelsOf } from '../runs/replay/run-file.ts'
import { parseRunRequest, type RunRequest } from '../runs/request/request.ts'
import { createCollector } from '../runs/run/collect.ts'
import type { RunResult } from '../runs/run/events.ts'
import { withoutDetails } from '../runs/trials/parquet.ts'
import { type PlannedTrial, planTrials, readPrompts, readSeeds } from '../runs/trials/prompts.ts'
import { fullTrialTable } from '../runs/trials/table.ts'
import { tableText } from '../runs/trials/table-text.ts'
import type { Trial } from '../runs/trials/trial.ts'
import { strategyDescriptions } from '../strategies/registry.ts'
import { sizeText, stoppedAfter } from '../words.ts'
import type { Coordinator } from '../workers/coordinator.ts'
import type { CommandInput, Terminal } from './command.ts'
import { coordinatorFor } from './coordinator-for.ts'
import { prepareOutput } from './file-fault.ts'
import { readFlags } from './flags.ts'
import { progressLine } from './progress-line.ts'
import { fieldsFrom } from './run-options.ts'
import { openTrialFiles, refuseEarlierResults, type TrialFiles } from './trial-files.ts'

type Options = CommandInput['options']

/**
 * Continues every prompt of a file with every seed. Prints a result a line, in the file's order, and at the
 * end, apart from them, one table; with `--table` the table alone. A prompt that cannot be run gets a line
 * with its error, and the others go on.
 * @throws UserError `some-prompts-failed`
 */
export async function runPrompts(
  file: string,
  options: Options,
  library: ModelLibrary,
  terminal: Terminal,
): Promise<void> {
  const seeds = options.seeds === undefined ? undefined : readSeeds(String(options.seeds))
  const planned = planTrials(readPrompts(file), seeds, fieldsFrom(options))
  const requests = planned.map(
    ({ fields }) =>
      () =>
        readFlags(options, () => parseRunRequest(fields)),
  )
  checkDistributions(requests, options, library)
  if (options.out !== undefined) {
    prepareOutput(String(options.out))
    refuseEarlierResults(String(options.out))
  }
  const coordinator = options.distributions ? undefined : await coordinatorFor(library, terminal)
  if (options.distributions && readConfiguration().redis !== undefined)
    terminal.note('Whole distributions are too much for Redis: they are made here.')
  const engine = createEngine(library)
  const runHere = async (request: RunRequest): Promise<RunResult | undefined> => {
    const collector = createCollector()
    await engine.start(request, collector.receive, terminal.signal)
    return collector.hasStarted() ? collector.result() : undefined
  }
  try {
    const run = coordinator
      ? spreadRuns(coordinator, planned, requests, library, terminal.signal)
      : (request: RunRequest) => runHere(request)
    await eachTrial(planned, requests, run, options, library, terminal)
  } finally {
    await coordinator?.close()
  }
}

/**
 * Gives every run that is not wrong to workers, all at once.
 * @returns what waits for one of them
 */
function spreadRuns(
  coordinator: Coordinator,
  planned: readonly PlannedTrial[],
  requests: readonly (() => RunRequest)[],
  library: ModelLibrary,
  signal: AbortSignal,
): RunTrial {
  const results = planned.map(async ({ fields }, index) => {
    const request = requests[index]!()
    const { models } = await library.environment(modelsOf(request, library.defaultId))
    // A seed that was drawn here is the worker's too.
    return coordinator.runOne({ ...fields, seed: request.seed }, models)
  })
  for (const result of results) result.catch(() => {})
  const aborted = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
  return (_, index) => Promise.race([results[index]!, aborted])
}

/** Does one trial. @param index its place among all */
type RunTrial = (request: RunRequest, index: number) => Promise<RunResult | undefined>

/** Runs the trials one after the other, prints them and their table. */
async function eachTrial(
  planned: readonly PlannedTrial[],
  requests: readonly (() => RunRequest)[],
  run: RunTrial,
  options: Options,
  library: ModelLibrary,
  terminal: Terminal,
): Promise<void> {
  const startedAt = performance.now()
  const trials: Trial[] = []
  const made: MadeTrial[] = []
  const models = new Set<string>()
  let files: TrialFiles | undefined
  let failed = 0
  let over = 0
  for (const [done, { line, prompt }] of planned.entries()) {
    if (terminal.signal.aborted) break
    terminal.status?.(progressLine(done, planned.length, performance.now() - startedAt))
    try {
      const request = detailed(requests[done]!(), options)
      const result = await run(request, done)
      if (terminal.signal.aborted || !result) break
      if (options.out !== undefined) files ??= await openFiles(options, requests, library)
      await files?.add({ prompt, result })
      const plain = withoutDetails(result)
      trials.push({ prompt, result: plain })
      for (const id of modelsOf(request, library.defaultId)) models.add(id)
      made.push({ settings: request, result: plain })
      if (!options.table && !files) terminal.print(toJson(options.trace ? result : plain))
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      failed++
      const { number, prompt: text } = line
      const { code, message, field } = error
      terminal.print(toJson({ line: number, prompt: text, error: { code, message, field } }))
    }
    over++
  }
  terminal.status?.('')
  const stopped = over < planned.length ? { done: over, total: planned.length } : undefined
  if (trials.length > 0) {
    await report({ trials, made, models: [...models], stopped, files }, options, library, terminal)
  }
  if (stopped) terminal.note(`${stoppedAfter(stopped.done, stopped.total)}.`)
  if (failed > 0) {
    throw new UserError(
      'some-prompts-failed',
      `${failed} of ${planned.length} prompts failed; their lines have the reason.`,
    )
  }
}

/** What some trials gave. */
interface Outcome {
  readonly trials: readonly Trial[]
  readonly made: readonly MadeTrial[]
  /** Ids of those that made them. */
  readonly models: readonly string[]
  readonly stopped: MethodsFacts['stopped']
  /** Where they are written. */
  readonly files: TrialFiles | undefined
}

async function report(
  { trials, made, models, stopped, files }: Outcome,
  options: Options,
  library: ModelLibrary,
  terminal: Terminal,
): Promise<void> {
  const table = fullTrialTable(trials)
  if (files) {
    const facts = factsOfTrials(await library.environment(models), made, table, stopped)
    await files.finish(table, methodsOf(facts, strategyDescriptions))
    terminal.note(
      `${String(options.out)} holds results.jsonl, texts.parquet, steps.parquet, table.csv, ` +
        'table.json, methods.md and references.bib.',
    )
  }
  const isResult = options.table === true || files !== undefined
  const text = options.json && isResult ? toJson(table, 2) : tableText(table)
  if (isResult) terminal.print(text)
  else terminal.note(text)
}

async function openFiles(
  options: Options,
  requests: readonly (() => RunRequest)[],
  library: ModelLibrary,
): Promise<TrialFiles> {
  const models = requests.flatMap((request) => unlessRefused(() => modelsHere(request(), library)) ?? [])
  const environment = await library.environment(models)
  const columns = { trace: options.trace === true, distributions: options.distributions === true }
  return openTrialFiles(String(options.out), columns, { environment: toJson(environment) })
}

/** @throws UserError `unknown-model` */
const modelsHere = (request: RunRequest, library: ModelLibrary): string[] =>
  modelsOf(request, library.defaultId).map((id) => library.find(id).id)

/** Whole distributions go into the step table. */
const detailed = (request: RunRequest, { distributions }: Options): RunRequest =>
  distributions
    ? { ...request, detail: { top: 0, processed: false, tokens: [], distribution: 'raw' } }
    : request

/** Bytes of distributions that one command writes at most. */
const MOST_BYTES = 8e9

/** @throws UserError `too-much-work` where whole distributions would fill a disk */
function checkDistributions(
  requests: readonly (() => RunRequest)[],
  { distributions }: Options,
  library: ModelLibrary,
): void {
  if (!distributions) return
  const bytes = requests.reduce((sum, request) => sum + 4 * numbersOf(request, library), 0)
  if (bytes <= MOST_BYTES) return
  throw new UserError(
    'too-much-work',
    `The distributions of all steps may take ${sizeText(bytes)}, and at most ${sizeText(MOST_BYTES)} ` +
      'are written; take fewer prompts, lanes, samples or tokens.',
  )
}

/** Probabilities of a run's distributions; 0 for one that cannot be run. */
const numbersOf = (request: () => RunRequest, library: ModelLibrary): number =>
  unlessRefused(() => {
    const { lanes, samples, maxTokens, model = library.defaultId } = request()
    const vocabularies = lanes.map((lane) => library.find(lane.model ?? model).vocabularySize)
    return vocabularies.reduce((sum, size) => sum + size, 0) * samples * maxTokens
  }) ?? 0

/** What it returns; undefined where it is refused. */
function unlessRefused<Value>(work: () => Value): Value | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}
