import type { LanguageModel } from '../../decoding/model.ts'
import { UserError } from '../../errors.ts'
import type { Loan, ModelLibrary } from '../../models/library.ts'
import type { RunRequest } from '../request/request.ts'
import { type OnEvent, run } from './run.ts'
import { modelsNamed } from './run-models.ts'

/** Runs wait their turn: two cores serve two runs at a time well, and a third badly. */
const CONCURRENT_RUNS = 2
const MAX_WAITING = 20

/** Loads the models a request names and runs it when its turn has come. */
export interface Runner {
  /**
   * Tells every event, `queued` and `loading` among them. After `run-start` a failure is told as `run-error`.
   * @throws UserError what is wrong with the request, `model-unreachable`, `busy`; before `run-start` only
   */
  start(request: RunRequest, onEvent: OnEvent, signal?: AbortSignal): Promise<void>
  /** Resolves when nothing runs any more: then models can be released. */
  idle(): Promise<void>
}

export function createRunner(library: Pick<ModelLibrary, 'borrow' | 'defaultId'>): Runner {
  const line = createLine(CONCURRENT_RUNS)
  const going = new Set<Promise<void>>()
  return {
    idle: async () => void (await Promise.allSettled(going)),
    start(request, onEvent, signal) {
      const run = begin(request, onEvent, signal)
      going.add(run)
      return run.finally(() => going.delete(run))
    },
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
      const loan = await library.borrow(id, { onProgress, ...(signal && { signal }) })
      loans.push(loan)
      return loan.model
    }
    try {
      const model = await borrow(request.model)
      const others = new Map<string, LanguageModel>()
      for (const id of modelsNamed(request)) others.set(id, await borrow(id))
      await run(model, request, onEvent, signal, others)
    } catch (error) {
      // Whoever left while a model was loading is told nothing.
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
