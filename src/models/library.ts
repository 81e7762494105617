import type { LanguageModel } from '../decoding/model.ts'
import { UserError } from '../errors.ts'
import type { Catalogue, ModelEntry } from './catalogue.ts'
import { isDownloaded, type LoadProgress, loadModel, type ModelFolders } from './hub.ts'
import type { OnnxLanguageModel } from './onnx-model.ts'

/** Where a model stands. */
export type ModelState =
  | { readonly state: 'loaded' }
  | { readonly state: 'built-in' | 'downloaded' | 'available' }
  | { readonly state: 'loading'; readonly progress: LoadProgress }
  | { readonly state: 'unreachable'; readonly reason: string }

export type ModelListing = ModelEntry & ModelState

/** Loads models when they are first asked for, once, and says where each one stands. */
export interface ModelLibrary {
  readonly defaultId: string
  list(): ModelListing[]
  /**
   * @throws UserError `unknown-model`, or what loading throws; a failure leaves loaded models working and can be retried
   */
  load(
    id?: string,
    options?: { onProgress?: (progress: LoadProgress) => void; signal?: AbortSignal },
  ): Promise<LanguageModel>
  release(): Promise<void>
}

export function createModelLibrary(catalogue: Catalogue, folders: ModelFolders): ModelLibrary {
  const loaded = new Map<string, OnnxLanguageModel>()
  const loading = new Map<string, Loading>()
  const failures = new Map<string, string>()

  function stateOf(entry: ModelEntry): ModelState {
    if (loaded.has(entry.id)) return { state: 'loaded' }
    const current = loading.get(entry.id)
    if (current) return { state: 'loading', progress: current.progress }
    if (entry.source.kind === 'built-in') return { state: 'built-in' }
    if (isDownloaded(entry, folders)) return { state: 'downloaded' }
    const reason = failures.get(entry.id)
    return reason ? { state: 'unreachable', reason } : { state: 'available' }
  }

  return {
    defaultId: catalogue.default,
    list: () => catalogue.models.map((entry) => ({ ...entry, ...stateOf(entry) })),
    async load(id = catalogue.default, { onProgress, signal } = {}) {
      const entry = catalogue.models.find((model) => model.id === id)
      if (!entry) throw unknownModel(id, catalogue)
      const ready = loaded.get(id)
      if (ready) return ready
      const current = loading.get(id) ?? startLoading(entry, folders)
      loading.set(id, current)
      if (onProgress) current.listeners.add(onProgress)
      const giveUp = () => current.leave()
      current.join()
      signal?.addEventListener('abort', giveUp, { once: true })
      try {
        const model = await current.model
        loaded.set(id, model)
        failures.delete(id)
        return model
      } catch (error) {
        if (error instanceof UserError && error.code === 'model-unreachable') failures.set(id, error.message)
        throw error
      } finally {
        loading.delete(id)
        signal?.removeEventListener('abort', giveUp)
        if (onProgress) current.listeners.delete(onProgress)
      }
    },
    async release() {
      const models = [...loaded.values()]
      loaded.clear()
      await Promise.all(models.map((model) => model.release()))
    },
  }
}

/** One load shared by everybody who waits for it; aborted when the last one leaves. */
interface Loading {
  readonly model: Promise<OnnxLanguageModel>
  readonly progress: LoadProgress
  readonly listeners: Set<(progress: LoadProgress) => void>
  join(): void
  leave(): void
}

function startLoading(entry: ModelEntry, folders: ModelFolders): Loading {
  const abort = new AbortController()
  const listeners = new Set<(progress: LoadProgress) => void>()
  let progress: LoadProgress = { loaded: 0, total: 0 }
  let waiting = 0
  const onProgress = (latest: LoadProgress) => {
    progress = latest
    for (const listener of listeners) listener(latest)
  }
  return {
    model: loadModel(entry, { folders, onProgress, signal: abort.signal }),
    get progress() {
      return progress
    },
    listeners,
    join: () => {
      waiting++
    },
    leave: () => {
      if (--waiting === 0) abort.abort()
    },
  }
}

function unknownModel(id: string, catalogue: Catalogue): UserError {
  const known = catalogue.models.map((model) => model.id).join(', ')
  return new UserError('unknown-model', `There is no model "${id}"; choose one of ${known}.`)
}
