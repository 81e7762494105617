import type { LanguageModel } from '../decoding/model.ts'
import type { ModelLibrary } from '../models/library.ts'
import type { Scheduler } from './batch/scheduler.ts'
import { sharedModel } from './batch/shared-model.ts'

/** What the engine needs of a library. */
export type EngineLibrary = Pick<ModelLibrary, 'borrow' | 'defaultId'> &
  Partial<Pick<ModelLibrary, 'memory' | 'makeRoom' | 'trimTexts'>>

/** The same library, whose models share their forwards: one of each for everybody. */
export function shareModels(library: EngineLibrary, scheduler: Scheduler): EngineLibrary {
  const shared = new WeakMap<LanguageModel, LanguageModel>()
  return {
    ...library,
    async borrow(id, options) {
      const loan = await library.borrow(id, options)
      const model = shared.get(loan.model) ?? sharedModel(loan.model, scheduler)
      shared.set(loan.model, model)
      return { ...loan, model }
    },
  }
}
