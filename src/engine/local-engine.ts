import type { LanguageModel } from '../decoding/model.ts'
import { UserError } from '../errors.ts'
import type { Loan, ModelLibrary } from '../models/library.ts'
import { toJson } from '../runs/json.ts'
import type { RunRequest } from '../runs/request/request.ts'
import { type OnEvent, run } from '../runs/run/run.ts'
import { modelsNamed } from '../runs/run/run-models.ts'
import type { AskOptions, Engine } from './engine.ts'
import { NO_STATS } from './stats.ts'
import { computeTasks, isComputeTask, modelTasks, type TaskName, type TaskResults } from './tasks.ts'

/** Runs wait their turn: two cores serve two runs at a time well, and a third badly. */
const CONCURRENT_RUNS = 2
const MAX_WAITING = 20
/** Milliseconds after which opening a model is worth an event of its own. */
const UNEVENTFUL_LOADING = 200

/** The engine itself, in this process: what the engine's own process runs, the command line and tests. */
export function createEngine(library: Pick<ModelLibrary, 'borrow' | 'defaultId'>): Engine {
  const line = createLine(CONCURRENT_RUNS)
  const going = new Set<Promise<unknown>>()
  const counts = { runs: 0, tasks: 0 }

  async function counted<Result>(kind: keyof typeof counts, work: Promise<Result>): Promise<Result> {
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
    { signal = new AbortController().signal }: AskOptions = {},
  ): Promise<TaskResults[Name]> {
    const task = async () =>
      isComputeTask(name)
        ? computeTasks[name](input, signal)
        : modelTasks[name as keyof typeof modelTasks](input, { library, signal })
    return (await counted('tasks', task())) as TaskResults[Name]
  }

  return {
    ask,
    askJson: async (name, input, options) => Buffer.from(toJson(await ask(name, input, options))),
    start: (request, onEvent, signal) => counted('runs', begin(request, onEvent, signal)),
    stats: () => ({ ...NO_STATS, ...counts }),
    idle: async () => void (await Promise.allSettled(going)),
    close: async () => undefined,
  }

  async function begin(request: RunRequest, onEvent: OnEvent, signal?: AbortSignal): Promise<void> {
    if (line.waiting() >= MAX_WAITING) {
      throw new UserError('busy', `${MAX_WAITING} runs are waiting already; try again in a minute.`)
    }
    const leave = await line.enter((ahead) => void onEvent({ type: 'queued', ahead }), signal)
    if (!leave) return
    const loans: Loan[] = []
    const borrow = async (id: string | undefined) => {
      const onProgress = ({ loaded, total }: { loaded: number; total: number }) =>
        void onEvent({ type: 'loading', model: id ?? library.defaultId, loaded, total })
      const opening = setTimeout(onProgress, UNEVENTFUL_LOADING, { loaded: 0, total: 0 })
      try {
        const loan = await library.borrow(id, { onProgress, ...(signal && { signal }) })
        loans.push(loan)
        return loan.model
      } finally {
        clearTimeout(opening)
      }
    }
    try {
      const model = await borrow(request.model)
      const others = new Map<string, LanguageModel>()
      for (const id of modelsNamed(request)) others.set(id, await borrow(id))
      await run(model, request, onEvent, signal, others)
    } catch (error) {
      // Nobody is there to receive the failure of what was given up while a model was loading.
      if (!signal?.aborted) throw error
    } finally {
      for (const loan of loans) loan.giveBack()
      leave()
    }
  }
}

interface Line {
  waiting(): number
  /** Resolves with how to leave, in turn; with undefined when aborted while waiting. */
  enter(onWait: (ahead: number) => void, signal?: AbortSignal): Promise<(() => void) | undefined>
}

/** First come, first served, `capacity` at a time; whoever waits is told each time the line moves. */
function createLine(capacity: number): Line {
  let inside = 0
  let waiting: { admit: () => void; tell: (ahead: number) => void }[] = []
  const leave = () => {
    const next = waiting.shift()
    if (next) next.admit()
    else inside--
    for (const [ahead, one] of waiting.entries()) one.tell(ahead)
  }
  return {
    waiting: () => waiting.length,
    enter(onWait, signal) {
      if (signal?.aborted) return Promise.resolve(undefined)
      if (inside < capacity) {
        inside++
        return Promise.resolve(leave)
      }
      return new Promise((resolve) => {
        const entry = { admit: () => resolve(leave), tell: onWait }
        waiting.push(entry)
        onWait(waiting.length - 1)
        signal?.addEventListener('abort', () => {
          if (!waiting.includes(entry)) return
          waiting = waiting.filter((one) => one !== entry)
          resolve(undefined)
          for (const [ahead, one] of waiting.entries()) one.tell(ahead)
        })
      })
    },
  }
}
