import type { ModelLibrary } from '../../models/library.ts'
import type { Measure } from '../../runs/run/measure.ts'

/** What a task that reads models is given. */
interface ModelTaskContext {
  readonly library: Pick<ModelLibrary, 'borrow' | 'defaultId'> & Partial<Pick<ModelLibrary, 'memory'>>
  readonly signal: AbortSignal
  readonly measure: Measure
}

/** Work on models; `input` is unchecked. @throws UserError what is wrong with it */
export type ModelTask<Result> = (input: unknown, context: ModelTaskContext) => Promise<Result>

/** Work that needs no model. It asks the signal often: nothing else ends it. @throws UserError */
export type ComputeTask<Result> = (input: unknown, signal: Pick<AbortSignal, 'throwIfAborted'>) => Result
