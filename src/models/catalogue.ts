import { readFileSync } from 'node:fs'
import { z } from 'zod'

const file = z.strictObject({
  path: z.string(),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

const entry = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  title: z.string(),
  /** What it was trained on, and by whom. */
  summary: z.string(),
  source: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('built-in'), folder: z.string() }),
    z.strictObject({ kind: z.literal('hub'), repository: z.string() }),
  ]),
  architecture: z.string(),
  parameters: z.int().positive(),
  /** Most tokens a text may hold, prompt included. */
  contextLength: z.int().positive(),
  vocabularySize: z.int().positive(),
  /** transformers.js dtype: selects the file's suffix. */
  dtype: z.enum(['fp32', 'fp16', 'q8', 'q4', 'q4f16', 'int8', 'uint8', 'bnb4']),
  /** Base name of the ONNX file; transformers.js looks for `model` unless told otherwise. */
  modelFile: z.string().optional(),
  /** The dtype in words. */
  weights: z.string(),
  licence: z.string(),
  /** Whether the export has `last_hidden_state`. */
  hiddenStates: z.boolean(),
  /** Whether a row's logits do not depend on its neighbours in the batch; false for dynamic int8 exports. */
  lanesIndependent: z.boolean(),
  /** Files with known hashes; empty where the hub alone knows them. */
  files: z.array(file),
})

const catalogue = z
  .strictObject({ default: z.string(), models: z.array(entry).min(1) })
  .refine(
    ({ models }) => new Set(models.map(({ id }) => id)).size === models.length,
    'model ids must be unique',
  )
  .refine(
    ({ default: id, models }) => models.some((model) => model.id === id),
    'default must name a listed model',
  )

export type ModelEntry = z.output<typeof entry>
export type Catalogue = z.output<typeof catalogue>

/**
 * Reads and validates `models.json`.
 * @throws Error listing what is wrong in it
 */
export function readCatalogue(path: string): Catalogue {
  const result = catalogue.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (!result.success) throw new Error(`${path} is not a model list:\n${z.prettifyError(result.error)}`)
  return result.data
}
