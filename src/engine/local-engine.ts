import { toJson } from '../runs/json.ts'
import { createCollector } from '../runs/run/collect.ts'
import type { RunEvent } from '../runs/run/events.ts'
import { type Measure, measureHere } from '../runs/run/measure.ts'
import { createScheduler } from './batch/scheduler.ts'
import { createMemoryBudget } from './budget/memory-budget.ts'
import { checkReply } from './budget/reply.ts'
import type { AskOptions, Engine } from './engine.ts'
import { type EngineLibrary, shareModels } from './shared-models.ts'
import { startRun } from './start-run.ts'
import { NO_STATS } from './stats.ts'
import { taskFacts } from './task-facts.ts'
import { computeTasks, isComputeTask, modelTasks, type TaskName, type TaskResults } from './tasks.ts'

/** Events that carry a run's content. */
const BULKY: ReadonlySet<RunEvent['type']> = new Set(['prompt-read', 'lane-delta', 'lane-end'])

/** The engine itself, in this process: what the engine's own process runs, the command line and tests. */
export function createEngine(
  library: EngineLibrary,
  { measure = measureHere }: { readonly measure?: Measure } = {},
): Engine {
  const scheduler = createScheduler()
  const shared = shareModels(library, scheduler)
  const memory = createMemoryBudget(
    () => library.memory?.() ?? { limit: Number.POSITIVE_INFINITY, models: 0 },
    library,
  )
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
        : modelTasks[name as keyof typeof modelTasks](input, { library: shared, signal, measure })
    const result = (await counted('tasks', options, task)) as TaskResults[Name]
    const facts = taskFacts(result)
    if (facts) options.onFacts?.(facts)
    return result
  }

  const start: Engine['start'] = (request, onEvent, signal, client) =>
    counted('runs', { signal, client }, () => startRun(shared, request, onEvent, { memory, measure }, signal))

  return {
    ask,
    start,
    async runJson(request, onEvent, signal, client) {
      checkReply(request)
      const collector = createCollector()
      const onlyProgress = (event: RunEvent) => {
        collector.receive(event)
        if (!BULKY.has(event.type)) return onEvent(event)
      }
      await start(request, onlyProgress, signal, client)
      return collector.hasStarted() ? Buffer.from(toJson(collector.result())) : undefined
    },
    askJson: async (name, input, options) => Buffer.from(toJson(await ask(name, input, options))),
    stats: () => ({
      ...NO_STATS,
      ...counts,
      ...scheduler.counts(),
      waiting: memory.waiting(),
      promisedBytes: memory.promised(),
    }),
    idle: async () => void (await Promise.allSettled(going)),
    close: async () => undefined,
  }
}
