import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AutoModelForCausalLM, env, LogLevel } from '@xenova/transformers'
import { messageOf, UserError } from '../../errors.ts'
import type { ModelEntry } from '../catalogue/catalogue.ts'
import { folderOf, type ModelFolders } from '../catalogue/folders.ts'
import { damageOf } from '../catalogue/manifest.ts'
import { chosenDevice, deviceFault } from './device.ts'
import { isOwnExport, openInPlace } from './in-place-graph.ts'
import { graphFolder, onnxFile } from './onnx-file.ts'
import { createOnnxModel, type OnnxLanguageModel, type OpenGraph } from './onnx-model.ts'
import { type OrtSession, SESSION_OPTIONS } from './ort.ts'
import { writesInPlace } from './ragged-pass.ts'
import { type Recast, recast } from './recast/recast.ts'
import { openTokenizer, TOKENIZER_FILES } from './tokenizer.ts'

/**
 * Opens a model whose files are on this computer; nothing is fetched.
 * @param entry the model; its `files` are checked by size first, so that a missing one is named
 * @throws UserError `model-broken` with a sentence for a person
 */
export async function loadModel(
  entry: ModelEntry,
  { folders }: { readonly folders: ModelFolders },
): Promise<OnnxLanguageModel> {
  const damage = await damageOf(entry, entry.files, folders)
  if (damage !== undefined && entry.source.kind === 'built-in') {
    const { folder } = entry.source
    throw new UserError(
      'model-broken',
      `${entry.title} needs ${folder}/${damage}; restore it from the repository.`,
    )
  }
  return openFolder(entry, folderOf(entry, folders))
}

/**
 * Opens a model whose files are on this computer with its weights, or the arithmetic on them, in another
 * number format.
 * @returns undefined where its file is not of our exporter, or holds no 8-bit weights
 */
export async function loadRecast(
  entry: ModelEntry,
  { folders }: { readonly folders: ModelFolders },
  to: Recast,
): Promise<OnnxLanguageModel | undefined> {
  const folder = folderOf(entry, folders)
  let isOther = false
  const graph = await openOwnExport(entry, folder, (bytes) => {
    const changed = recast(bytes, to)
    isOther = changed !== undefined
    return changed ?? bytes
  })
  if (!graph || !isOther) {
    await graph?.close()
    return undefined
  }
  return createOnnxModel(entry, graph, await openTokenizer(folder))
}

/**
 * Opens the files of a folder as the model that `entry` describes.
 * @throws UserError `model-broken`
 */
export async function openFolder(entry: ModelEntry, folder: string): Promise<OnnxLanguageModel> {
  for (const path of neededFiles(entry)) {
    if (existsSync(join(folder, path))) continue
    throw new UserError('model-broken', `${entry.title} cannot be opened: ${folder} holds no ${path}.`)
  }
  env.logLevel = LogLevel.NONE
  env.allowRemoteModels = false
  const device = chosenDevice()
  try {
    const tokenizer = await openTokenizer(folder)
    // Caches are written in place on the processor only. Elsewhere nobody has measured whether the rows of a
    // batch mix, so each runs alone.
    if (device) {
      return createOnnxModel({ ...entry, rowByRow: true }, await openExport(entry, folder, device), tokenizer)
    }
    const graph = (await openOwnExport(entry, folder)) ?? (await openExport(entry, folder))
    return createOnnxModel(entry, graph, tokenizer)
  } catch (error) {
    if (device) throw deviceFault(device, reasonOf(error))
    throw explain(error, entry)
  }
}

/**
 * Opens a file of our exporter with its caches in place; undefined where it is another's, or the runtime
 * cannot.
 */
async function openOwnExport(
  entry: ModelEntry,
  folder: string,
  change?: (bytes: Uint8Array) => Uint8Array,
): Promise<OpenGraph | undefined> {
  const path = join(folder, onnxFile(entry))
  if (!(await isOwnExport(path))) return undefined
  const session = await openInPlace(path, {}, change)
  if (!(await writesInPlace(session))) {
    await session.release()
    return undefined
  }
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'))
  return {
    session,
    isInPlace: true,
    config: read('config.json'),
    generation: existsSync(join(folder, 'generation_config.json'))
      ? read('generation_config.json')
      : undefined,
    close: () => session.release(),
  }
}

/** Opens any file that transformers.js can run as a text generator. */
async function openExport(
  entry: ModelEntry,
  folder: string,
  device?: NonNullable<ReturnType<typeof chosenDevice>>,
): Promise<OpenGraph> {
  const model = await AutoModelForCausalLM.from_pretrained(folder, {
    local_files_only: true,
    dtype: entry.dtype,
    subfolder: graphFolder(entry),
    ...(entry.modelFile && { model_file_name: entry.modelFile }),
    session_options: { ...SESSION_OPTIONS, ...(device && { executionProviders: [device] }) },
  })
  return {
    session: model.sessions.model as OrtSession,
    isInPlace: false,
    config: model.config as unknown as Record<string, unknown>,
    generation: (model as { generation_config?: { eos_token_id?: number | number[] } }).generation_config,
    close: async () => void (await model.dispose()),
  }
}

/** Files without which transformers.js opens nothing. */
export const neededFiles = (entry: Pick<ModelEntry, 'modelFile' | 'dtype' | 'inRoot'>): string[] => [
  'config.json',
  ...TOKENIZER_FILES,
  onnxFile(entry),
]

/** An error's first line. */
const reasonOf = (error: unknown): string => messageOf(error).split('\n')[0]!

/** One sentence for an error that the libraries word in several ways. */
function explain(error: unknown, { title }: ModelEntry): UserError {
  const reason = reasonOf(error)
  const broken = (sentence: string) => new UserError('model-broken', sentence)
  const unknown = /(?:Unsupported model type|Unknown model class)[^:]*: *(\S+)/i.exec(reason)
  if (unknown) {
    return broken(
      `${title} is of the architecture "${unknown[1]}", which transformers.js cannot run as a text ` +
        'generator.',
    )
  }
  if (/Protobuf parsing failed|deserialize/i.test(reason))
    return broken(`The ONNX file of ${title} cannot be read: it is damaged, or no ONNX file at all.`)
  const graph =
    /Load model from .*? failed: ?(.*)/s.exec(reason) ??
    /^Error code - \d+ - (?:message: )?(.*)/s.exec(reason)
  if (graph) return broken(`ONNX Runtime does not take the ONNX file of ${title}: ${plainReason(graph[1]!)}`)
  if (/JSON/.test(reason)) return broken(`A configuration file of ${title} is not JSON (${reason}).`)
  return broken(`${title} could not be opened: ${plainReason(reason)}`)
}

/** ONNX Runtime's own words, less the places in its sources. */
const plainReason = (reason: string): string =>
  reason
    .replaceAll(/\/\S{0,400}onnxruntime\S{0,400}\.(?:cc|h):\d{1,9}\s{0,9}/g, '')
    .trim()
    .replace(/[\s.]{0,99}$/, '.')
