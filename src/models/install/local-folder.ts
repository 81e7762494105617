import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { UserError } from '../../errors.ts'
import type { Dtype, ModelEntry } from '../catalogue/catalogue.ts'
import { dataFilesOf, onnxFile, SUFFIXES } from '../runtime/onnx-file.ts'
import { externalFiles, GraphError } from '../runtime/onnx-graph.ts'
import { TEMPLATE_FILE, TOKENIZER_FILES } from '../runtime/tokenizer.ts'
import { readJson, sizeOf } from '../system/durable.ts'

/** The facts in a folder in the layout of transformers.js. */
export interface LocalFolder {
  readonly architecture: string
  readonly dtype: Dtype
  readonly modelFile: string
  readonly inRoot: boolean
  /** Files with weights apart from the graph. */
  readonly dataFiles: readonly string[]
  /** The files that belong to the model. */
  readonly paths: readonly string[]
}

/** What every folder holds beside its graph. */
export const NEEDED_FILES: readonly string[] = ['config.json', ...TOKENIZER_FILES]
/** Files a model may have; an absent one is no fault. */
export const OPTIONAL_FILES = ['generation_config.json', TEMPLATE_FILE] as const

/** Each dtype in words. */
export const WEIGHTS: Readonly<Record<Dtype, string>> = {
  fp32: '32-bit floats',
  fp16: '16-bit floats',
  q8: '8-bit weights',
  int8: '8-bit integers',
  uint8: '8-bit integers',
  q4: '4-bit weights',
  q4f16: '4-bit weights, sums in fp16',
  bnb4: '4-bit weights',
}

/** Base names transformers.js users give their graphs, and the order in which exports are preferred. */
export const GRAPH_NAMES = ['model', 'decoder_model_merged']
const PREFERENCE: readonly Dtype[] = ['q8', 'q4', 'fp32', 'int8', 'uint8', 'bnb4', 'fp16', 'q4f16']

/**
 * Reads what a folder offers.
 * @throws UserError `model-unsupported` naming what is missing or cannot be taken
 */
export async function readFolder(folder: string, wanted?: string): Promise<LocalFolder> {
  const config = await readJson(join(folder, 'config.json'))
  if ((await sizeOf(join(folder, 'config.json'))) === undefined)
    throw await refuse(folder, 'it holds no config.json')
  const architecture = (config as { model_type?: unknown } | undefined)?.model_type
  if (typeof architecture !== 'string')
    throw await refuse(folder, 'its config.json states no model_type, or is no JSON')
  for (const path of TOKENIZER_FILES) {
    if ((await sizeOf(join(folder, path))) === undefined) throw await refuse(folder, `it holds no ${path}`)
  }
  const graph = await findGraph(folder, wanted)
  const stated = readLocations(basename(folder), folder, onnxFile(graph))
  const dataFiles = [...new Set([...dataFilesOf(graph, config), ...stated])]
  const paths = [...NEEDED_FILES, ...(await presentOf(folder, OPTIONAL_FILES)), onnxFile(graph), ...dataFiles]
  for (const path of paths) {
    if ((await sizeOf(join(folder, path))) === undefined) throw await refuse(folder, `it holds no ${path}`)
  }
  return { architecture, ...graph, dataFiles, paths }
}

async function presentOf(folder: string, paths: readonly string[]): Promise<string[]> {
  const sizes = await Promise.all(paths.map((path) => sizeOf(join(folder, path))))
  return paths.filter((_, index) => sizes[index] !== undefined)
}

/**
 * Files with weights that a graph names.
 * @throws UserError `model-broken` where the graph cannot be read
 */
export function readLocations(title: string, folder: string, graph: string): string[] {
  try {
    return externalFiles(folder, graph)
  } catch (error) {
    if (!(error instanceof GraphError)) throw error
    throw new UserError('model-broken', `The ONNX file of ${title} cannot be read: ${error.message}.`)
  }
}

async function findGraph(folder: string, wanted: string | undefined) {
  const present = await readdir(join(folder, 'onnx')).catch((): string[] => [])
  const beside = await readdir(folder)
  const candidates = [false, true].flatMap((inRoot) =>
    GRAPH_NAMES.flatMap((modelFile) => PREFERENCE.map((dtype) => ({ modelFile, dtype, inRoot }))),
  )
  const offered = candidates.filter((one) =>
    (one.inRoot ? beside : present).includes(basename(onnxFile(one))),
  )
  const found = offered.find(({ dtype }) => wanted === undefined || dtype === wanted)
  if (found) return found
  if (offered.length > 0) {
    const known = [...new Set(offered.map(({ dtype }) => dtype))].join(', ')
    throw await refuse(folder, `it has no export of dtype "${wanted}"; it has ${known}`)
  }
  const others = [...present, ...beside].filter((name) => name.endsWith('.onnx'))
  const names = GRAPH_NAMES.map((name) => `onnx/${name}.onnx`).join(' or ')
  const suffixes = Object.values(SUFFIXES).filter(Boolean).join(', ')
  throw await refuse(
    folder,
    others.length > 0
      ? `its onnx folder has ${others.join(', ')}; expected ${names}, with or without a suffix (${suffixes})`
      : `it holds no ${names}, nor one of these names beside config.json`,
  )
}

/** The refusal, with the remedy where the folder shows what it is instead. */
async function refuse(folder: string, reason: string): Promise<UserError> {
  const files = await readdir(folder).catch((): string[] => [])
  const torch = files.find((path) => /\.(safetensors|bin|pt|pth)$/.test(path))
  const remedy = torch
    ? ` ${torch} holds weights of PyTorch: export them to ONNX first, for the task text-generation-with-past.`
    : ''
  return new UserError('model-unsupported', `${folder} cannot be used: ${reason}.${remedy}`)
}

/** What a person's model is called and shown as; the facts come from opening it. */
export function localEntry(
  id: string,
  title: string,
  origin: string,
  { architecture, dtype, modelFile, inRoot, dataFiles }: LocalFolder,
  source: Extract<ModelEntry['source'], { kind: 'local' }>,
): ModelEntry {
  return {
    id,
    title,
    summary: `Added from ${origin}`,
    source,
    architecture,
    contextLength: 1,
    vocabularySize: 1,
    dtype,
    modelFile,
    ...(inRoot && { inRoot }),
    ...(dataFiles.length > 0 && { dataFiles: [...dataFiles] }),
    weights: WEIGHTS[dtype],
    licence: 'not stated',
    hiddenStates: false,
    lanesIndependent: false,
    files: [],
  }
}
