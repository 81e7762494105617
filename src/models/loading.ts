import type { ModelEntry } from './catalogue.ts'
import { type LoadProgress, loadModel, type ModelFolders } from './hub.ts'
import type { OnnxLanguageModel } from './onnx-model.ts'

export interface WaitOptions {
  readonly onProgress?: (progress: LoadProgress) => void
  readonly signal?: AbortSignal
}

/** One load of a model, shared by everybody who waits for it; aborted when the last one leaves. */
export interface Loading {
  readonly progress: LoadProgress
  /** Whether somebody still waits for it. */
  isWanted(): boolean
  /** @throws what loading throws; the signal's reason when this one stops waiting */
  wait(options: WaitOptions): Promise<OnnxLanguageModel>
}

export function startLoading(entry: ModelEntry, folders: ModelFolders): Loading {
  const abort = new AbortController()
  const listeners = new Set<(progress: LoadProgress) => void>()
  let progress: LoadProgress = { loaded: 0, total: 0 }
  let waiting = 0
  const onProgress = (latest: LoadProgress) => {
    progress = latest
    for (const listener of listeners) listener(latest)
  }
  const model = loadModel(entry, { folders, onProgress, signal: abort.signal })
  // Those who wait get the failure; when all have left, nobody is there to hear it.
  model.catch(() => undefined)
  return {
    get progress() {
      return progress
    },
    isWanted: () => waiting > 0,
    async wait({ onProgress: listener, signal }) {
      waiting++
      if (listener) listeners.add(listener)
      try {
        return await (signal ? Promise.race([model, whenAborted(signal)]) : model)
      } finally {
        if (listener) listeners.delete(listener)
        if (--waiting === 0) abort.abort()
      }
    },
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
