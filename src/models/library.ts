import type { LanguageModel } from '../decoding/model.ts'
import { UserError } from '../errors.ts'
import type { Catalogue, ModelEntry } from './catalogue.ts'
import { isDownloaded, type LoadProgress, type ModelFolders } from './hub.ts'
import { type Loading, startLoading, type WaitOptions } from './loading.ts'
import type { OnnxLanguageModel } from './onnx-model.ts'

/** Where a model stands. */
export type ModelState =
  | { readonly state: 'built-in' | 'downloaded' | 'available' | 'loaded' }
  | { readonly state: 'loading'; readonly progress: LoadProgress }
  | { readonly state: 'unreachable'; readonly reason: string }

export type ModelListing = ModelEntry & ModelState

/** Loads models when they are first asked for, once, and says where each one stands. */
export interface ModelLibrary {
  readonly defaultId: string
  list(): ModelListing[]
  /**
   * The default model where no id is given.
   * @throws UserError `unknown-model`, or what loading throws; a failure leaves loaded models working and can be retried
   */
  load(id?: string, options?: WaitOptions): Promise<LanguageModel>
  release(): Promise<void>
}

export function createModelLibrary(catalogue: Catalogue, folders: ModelFolders): ModelLibrary {
  const loaded = new Map<string, OnnxLanguageModel>()
  const loading = new Map<string, Loading>()
  const unreachable = new Map<string, string>()

  function stateOf(entry: ModelEntry): ModelState {
    if (loaded.has(entry.id)) return { state: 'loaded' }
    const current = loading.get(entry.id)
    if (current) return { state: 'loading', progress: current.progress }
    if (entry.source.kind === 'built-in') return { state: 'built-in' }
    if (isDownloaded(entry, folders)) return { state: 'downloaded' }
    const reason = unreachable.get(entry.id)
    return reason ? { state: 'unreachable', reason } : { state: 'available' }
  }

  function loadingOf(entry: ModelEntry): Loading {
    const current = loading.get(entry.id) ?? startLoading(entry, folders)
    loading.set(entry.id, current)
    return current
  }

  return {
    defaultId: catalogue.default,
    list: () => catalogue.models.map((entry) => ({ ...entry, ...stateOf(entry) })),
    async load(id = catalogue.default, options = {}) {
      const entry = catalogue.models.find((model) => model.id === id)
      if (!entry) throw unknownModel(id, catalogue)
      const ready = loaded.get(id)
      if (ready) return ready
      const current = loadingOf(entry)
      try {
        const model = await current.wait(options)
        loaded.set(id, model)
        unreachable.delete(id)
        loading.delete(id)
        return model
      } catch (error) {
        if (!current.isWanted()) loading.delete(id)
        if (error instanceof UserError && error.code === 'model-unreachable')
          unreachable.set(id, error.message)
        throw error
      }
    },
    async release() {
      const models = [...loaded.values()]
      loaded.clear()
      await Promise.all(models.map((model) => model.release()))
    },
  }
}

function unknownModel(id: string, catalogue: Catalogue): UserError {
  const known = catalogue.models.map((model) => model.id).join(', ')
  return new UserError('unknown-model', `There is no model "${id}"; choose one of ${known}.`)
}
