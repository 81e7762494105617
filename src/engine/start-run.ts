import type { LanguageModel } from '../decoding/model.ts'
import type { Loan } from '../models/library.ts'
import type { RunRequest } from '../runs/request/request.ts'
import type { Measure } from '../runs/run/measure.ts'
import type { RunPlan } from '../runs/run/plan.ts'
import { type OnEvent, run } from '../runs/run/run.ts'
import { modelsNamed } from '../runs/run/run-models.ts'
import type { MemoryBudget } from './budget/memory-budget.ts'
import { runMemory } from './budget/run-memory.ts'
import type { EngineLibrary } from './shared-models.ts'

/** Milliseconds after which opening a model is worth an event of its own. */
const UNEVENTFUL_LOADING = 200

interface StartTools {
  readonly memory: MemoryBudget
  readonly measure: Measure
}

/**
 * Borrows the models a request names, runs it, and gives them back.
 * @throws UserError what `Runner.start` throws
 */
export async function startRun(
  library: EngineLibrary,
  request: RunRequest,
  onEvent: OnEvent,
  { memory, measure }: StartTools,
  signal?: AbortSignal,
): Promise<void> {
  const loans: Loan[] = []
  try {
    const model = await borrow(request.model)
    const others = new Map<string, LanguageModel>()
    for (const id of modelsNamed(request)) others.set(id, await borrow(id))
    await run(model, request, onEvent, signal, others, { measure, admit })
  } catch (error) {
    // Nobody is there to receive the failure of what was given up while a model was loading.
    if (!signal?.aborted) throw error
  } finally {
    for (const loan of loans) loan.giveBack()
  }

  /** A run waits only where its memory is in use: the event counts those before it. */
  function admit(plan: RunPlan): Promise<() => void> {
    const onWait = (ahead: number) => void onEvent({ type: 'queued', ahead })
    return memory.enter(runMemory(plan, request), { onWait, signal })
  }

  async function borrow(id: string | undefined): Promise<LanguageModel> {
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
}
