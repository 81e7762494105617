import { AsyncLocalStorage } from 'node:async_hooks'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AutoModelForCausalLM, AutoTokenizer, env, LogLevel } from '@xenova/transformers'
import { UserError } from '../errors.ts'
import type { ModelEntry } from './catalogue.ts'
import { createOnnxModel, type OnnxLanguageModel } from './onnx-model.ts'

/** How far a model's files have come, over all its files known so far, in bytes. */
export interface LoadProgress {
  readonly loaded: number
  readonly total: number
}

export interface ModelFolders {
  /** Built-in models, one folder each. */
  readonly builtIn: string
  /** Where fetched files are kept. */
  readonly cache: string
}

export interface LoadRequest {
  readonly folders: ModelFolders
  /** Told of hub models only: what lies on this computer is read in a moment. */
  readonly onProgress?: (progress: LoadProgress) => void
  readonly signal?: AbortSignal
}

/** transformers.js has one global `fetch`; this tells it whose download it serves. */
const download = new AsyncLocalStorage<AbortSignal | undefined>()

/** Suffix transformers.js gives an ONNX file of a dtype. */
const SUFFIXES = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
  q4f16: '_q4f16',
  bnb4: '_bnb4',
} as const

/** Path of a model's ONNX file inside its folder. */
const onnxPath = ({ modelFile = 'model', dtype }: ModelEntry): string =>
  join('onnx', `${modelFile}${SUFFIXES[dtype]}.onnx`)

/** Whether a hub model's files are on disk: the library moves each file into place only when it is whole. */
export function isDownloaded(entry: ModelEntry, folders: ModelFolders): boolean {
  if (entry.source.kind !== 'hub') return true
  const folder = join(folders.cache, entry.source.repository)
  return ['config.json', 'tokenizer.json', onnxPath(entry)].every((path) => existsSync(join(folder, path)))
}

/**
 * Loads a model: a built-in one from disk with remote loading off, a hub one from the cache or by download.
 * @throws UserError `model-unreachable`, `model-broken` or `cancelled`, each with a sentence for a person
 */
export async function loadModel(entry: ModelEntry, request: LoadRequest): Promise<OnnxLanguageModel> {
  configure(request.folders)
  checkBuiltIn(entry, request.folders)
  const name = entry.source.kind === 'hub' ? entry.source.repository : entry.source.folder
  const options = {
    local_files_only: entry.source.kind === 'built-in',
    ...(entry.source.kind === 'hub' && { progress_callback: progressOf(request.onProgress) }),
  }
  try {
    return await download.run(request.signal, async () => {
      const tokenizer = await AutoTokenizer.from_pretrained(name, options)
      const model = await AutoModelForCausalLM.from_pretrained(name, {
        ...options,
        dtype: entry.dtype,
        ...(entry.modelFile && { model_file_name: entry.modelFile }),
        session_options: { logSeverityLevel: 3 },
      })
      return createOnnxModel(entry.id, model, tokenizer)
    })
  } catch (error) {
    throw explain(error, entry, request.signal)
  }
}

/** Names the file that is missing or cut short, before the library fails with less to say. */
function checkBuiltIn({ title, source, files }: ModelEntry, { builtIn }: ModelFolders): void {
  if (source.kind !== 'built-in') return
  for (const { path, bytes } of files) {
    const file = join(builtIn, source.folder, path)
    const size = statSync(file, { throwIfNoEntry: false })?.size
    if (size === bytes) continue
    const found = size === undefined ? 'it is missing' : `it has ${size}`
    throw new UserError(
      'model-broken',
      `${title} needs ${source.folder}/${path} with ${bytes} bytes, and ${found}; restore it from the repository.`,
    )
  }
}

function configure({ builtIn, cache }: ModelFolders): void {
  env.localModelPath = builtIn
  env.cacheDir = cache
  env.logLevel = LogLevel.NONE
  env.fetch = (url: string | URL, init?: RequestInit) => {
    const signal = download.getStore()
    return fetch(url, signal ? { ...init, signal } : init)
  }
}

type ProgressReport = { status: string; file?: string; loaded?: number; total?: number }

/** Sums the library's reports by file. */
function progressOf(onProgress: LoadRequest['onProgress']) {
  const files = new Map<string, LoadProgress>()
  return ({ status, file, loaded, total }: ProgressReport): void => {
    if (status !== 'progress' || !file || loaded === undefined || total === undefined) return
    files.set(file, { loaded, total })
    const sum = (pick: (progress: LoadProgress) => number) =>
      [...files.values()].reduce((all, one) => all + pick(one), 0)
    onProgress?.({ loaded: sum((one) => one.loaded), total: sum((one) => one.total) })
  }
}

function explain(error: unknown, entry: ModelEntry, signal?: AbortSignal): UserError {
  if (signal?.aborted)
    return new UserError('cancelled', `Loading ${entry.title} was cancelled; whole files are kept.`)
  const reason = error instanceof Error ? error.message : String(error)
  const isNetwork = error instanceof TypeError || /fetch|network|terminated|status|timed? ?out/i.test(reason)
  if (entry.source.kind === 'hub' && isNetwork) {
    return new UserError(
      'model-unreachable',
      `${entry.title} is not on this computer and the model hub cannot be reached; the built-in model works without it.`,
    )
  }
  return new UserError('model-broken', `${entry.title} could not be loaded: ${reason}`)
}
