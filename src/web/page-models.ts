import type { ModelLibrary, ModelListing, ModelState } from '../models/library.ts'

/** A state as glyph, word and detail. */
interface StateView {
  readonly icon: string
  readonly word: string
  readonly detail: string
  /** Share that has arrived, while it loads. */
  readonly share?: number
}

/** What `/models` shows. */
export function modelsPage(library: ModelLibrary) {
  return {
    models: library.list().map((model) => ({
      id: model.id,
      title: model.title,
      summary: model.summary,
      parameters: `${Math.round((model.parameters ?? 0) / 1e6).toLocaleString('en-US')} M`,
      context: model.contextLength.toLocaleString('en-US'),
      dtype: model.dtype,
      licence: model.licence,
      isDefault: model.id === library.defaultId,
      state: stateView(model),
      warning: model.lanesIndependent ? '' : 'In this export a lane’s words can depend on its neighbours.',
      action: ACTION[model.state],
    })),
  }
}

const ACTION: Readonly<Record<ModelState['state'], string>> = {
  'built-in': 'Use',
  loaded: 'Use',
  downloaded: 'Use',
  available: 'Fetch and use',
  loading: 'Use',
  unreachable: 'Try again',
  failed: 'Try again',
  downloading: 'Use',
  queued: 'Use',
}

function stateView(model: ModelListing): StateView {
  const size = sizeOf(model)
  const held = `${size ? `${size}, ` : ''}${model.weights}`
  switch (model.state) {
    case 'loaded':
      return { icon: 'check', word: 'Loaded', detail: held }
    case 'built-in':
      return { icon: 'box', word: 'Built in', detail: held }
    case 'downloaded':
      return { icon: 'disk', word: 'Downloaded', detail: held }
    case 'available':
      return { icon: 'cloud', word: 'Available', detail: `Fetched when first used. ${model.weights}` }
    case 'unreachable':
    case 'failed':
      return { icon: 'off', word: 'Unreachable', detail: model.reason }
    case 'loading':
    case 'queued':
      return { icon: 'clock', word: 'Waiting', detail: held }
    case 'downloading': {
      const { loaded, total } = model.progress
      const share = total > 0 ? Math.min(1, loaded / total) : 0
      const detail = total > 0 ? `${megabytes(loaded)} of ${megabytes(total)}` : 'starting'
      return { icon: 'export', word: `Loading ${Math.floor(100 * share)}%`, detail, share }
    }
  }
}

const sizeOf = ({ files }: ModelListing) =>
  files.length > 0 ? megabytes(files.reduce((sum, { bytes }) => sum + bytes, 0)) : ''

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6).toLocaleString('en-US')} MB`
