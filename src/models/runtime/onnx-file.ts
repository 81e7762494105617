import { UserError } from '../../errors.ts'
import { count } from '../../words.ts'
import type { ModelEntry } from '../catalogue/catalogue.ts'

/** Suffix transformers.js gives an ONNX file of a dtype. */
export const SUFFIXES = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
  q4f16: '_q4f16',
  bnb4: '_bnb4',
} as const

const nameOf = ({ modelFile = 'model', dtype }: Pick<ModelEntry, 'modelFile' | 'dtype'>): string =>
  `${modelFile}${SUFFIXES[dtype]}.onnx`

type Graph = Pick<ModelEntry, 'modelFile' | 'dtype' | 'inRoot'>

/** Folder of the ONNX file inside the model's folder, as transformers.js wants it. */
export const graphFolder = ({ inRoot }: Pick<ModelEntry, 'inRoot'>): string => (inRoot ? '' : 'onnx')

/** Path of a model's ONNX file inside its folder. */
export const onnxFile = (entry: Graph): string =>
  [graphFolder(entry), nameOf(entry)].filter(Boolean).join('/')

/** Paths of graph and weights inside a model's folder. */
export const weightFilesOf = (entry: Graph & Pick<ModelEntry, 'dataFiles'>): string[] => [
  onnxFile(entry),
  ...(entry.dataFiles ?? []),
]

/** Files of weights that a graph may have: as many would hold terabytes. */
const MOST_DATA_FILES = 1000

/**
 * Paths of the files that hold an ONNX file's weights apart from it, by the rule of transformers.js:
 * `config.json` has their number under `transformers.js_config.use_external_data_format`, for all
 * files or by name.
 * @throws UserError `model-unsupported` for more files than there can be
 */
export function dataFilesOf(entry: Graph, config: unknown): string[] {
  const settings = (config as { 'transformers.js_config'?: { use_external_data_format?: unknown } } | null)?.[
    'transformers.js_config'
  ]?.use_external_data_format
  const byName = settings as Record<string, unknown> | null | undefined
  const stated =
    typeof settings === 'object'
      ? (byName?.[nameOf(entry)] ?? byName?.[entry.modelFile ?? 'model'])
      : settings
  const files = Number(stated ?? 0) || 0
  if (files > MOST_DATA_FILES) {
    throw new UserError(
      'model-unsupported',
      `The model cannot be used: its config.json names ${count(files)} files of weights, and at most ` +
        `${count(MOST_DATA_FILES)} are read.`,
    )
  }
  return Array.from(
    { length: files },
    (_, index) => `${onnxFile(entry)}_data${index === 0 ? '' : `_${index}`}`,
  )
}
