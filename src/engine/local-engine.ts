import { toJson } from '../runs/json.ts'
import { createScheduler } from './batch/scheduler.ts'
import type { AskOptions, Engine } from './engine.ts'
import { type EngineLibrary, shareModels } from './shared-models.ts'
import { startRun } from './start-run.ts'
import { NO_STATS } from './stats.ts'
import { computeTasks, isComputeTask, modelTasks, type TaskName, type TaskResults } from './tasks.ts'

/** The engine itself, in this process: what the engine's own process runs, the command line and tests. */
export function createEngine(library: EngineLibrary): Engine {
  const scheduler = createScheduler()
  const shared = shareModels(library, scheduler)
  const going = new Set<Promise<unknown>>()
  const counts = { runs: 0, tasks: 0 }

  /** One flow of the scheduler's, counted. */
  async function counted<Result>(
    kind: keyof typeof counts,
    options: AskOptions,
    begin: () => Promise<Result>,
  ): Promise<Result> {
    const work = scheduler.flow(begin, options)
    going.add(work)
    counts[kind]++
    try {
      return await work
    } finally {
      going.delete(work)
      counts[kind]--
    }
  }

  async function ask<Name extends TaskName>(
    name: Name,
    input: unknown,
    options: AskOptions = {},
  ): Promise<TaskResults[Name]> {
    const { signal = new AbortController().signal } = options
    const task = async () =>
      isComputeTask(name)
        ? computeTasks[name](input, signal)
        : modelTasks[name as keyof typeof modelTasks](input, { library: shared, signal })
    return (await counted('tasks', options, task)) as TaskResults[Name]
  }

  return {
    ask,
    askJson: async (name, input, options) => Buffer.from(toJson(await ask(name, input, options))),
    start: (request, onEvent, signal, client) =>
      counted('runs', { signal, client }, () => startRun(shared, request, onEvent, signal)),
    stats: () => ({ ...NO_STATS, ...counts, ...scheduler.counts() }),
    idle: async () => void (await Promise.allSettled(going)),
    close: async () => undefined,
  }
}
