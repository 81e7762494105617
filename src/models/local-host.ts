import type { ModelHost } from './host.ts'
import type { OnnxLanguageModel } from './runtime/onnx-model.ts'

/**
 * Opens models in this process. The libraries that read them take long to load and are loaded by the first
 * one.
 */
export const localHost: ModelHost<OnnxLanguageModel> = {
  async open(entry, folders) {
    const { loadModel } = await import('./runtime/load.ts')
    const before = process.memoryUsage.rss()
    const model = await loadModel(entry, { folders })
    return { model, grownBy: Math.max(0, process.memoryUsage.rss() - before) }
  },
  async openRecast(entry, folders, to) {
    const { loadRecast } = await import('./runtime/load.ts')
    return loadRecast(entry, { folders }, to)
  },
  async check(entry, folder) {
    const { tryModel } = await import('./install/trial/trial.ts')
    return tryModel(entry, folder)
  },
  residentBytes: () => 0,
  heldBytes: () => process.memoryUsage.rss(),
}
