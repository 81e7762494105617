import { z } from 'zod'
import type { Environment } from '../../models/environment.ts'
import type { GrownBranch } from '../run/branch-notation.ts'
import type { RunResult } from '../run/events.ts'

/** The shape of run files. The page opens them with it, the server replays them with it. */

/** A run with all it takes to run it again and to tell why another run differs: what Export writes and `replay` reads. */
export interface RunFile {
  readonly format: 'nucleus-run'
  readonly version: 1
  readonly request: {
    readonly prompt: string
    readonly model: string
    readonly lanes: readonly string[]
    readonly maxTokens: number
    readonly samples: number
    readonly seed: number
    readonly stop?: readonly string[]
    readonly heal?: boolean
    readonly literal?: boolean
    readonly chat?: boolean
  }
  readonly environment: Environment
  readonly result: RunResult
  /** In the order they grew, each on the text its lane and sample had then. */
  readonly branches: readonly GrownBranch[]
}

const index = z.int().nonnegative()

/** What a replay needs of a recorded text. */
export const textSchema = z.object({
  tokens: z.array(index),
  stop: z.enum(['end-of-text', 'stop-text', 'length', 'context', 'stopped', 'error']),
})

/** JSON has no infinite numbers. */
const logarithm = z.union([z.number(), z.literal('-Infinity').transform(() => Number.NEGATIVE_INFINITY)])

const stepSchema = z.object({
  token: index,
  text: z.string(),
  bytes: z.string().optional(),
  logprob: logarithm,
  rank: index,
  entropy: z.number(),
  kept: index,
  nucleus: index.optional(),
  keptMass: z.number(),
  u: z.number().nullable(),
})

/** What showing it needs besides. */
const shownTextSchema = textSchema.omit({ tokens: true }).extend({
  steps: z.array(stepSchema),
  message: z.string().optional(),
  metrics: z.record(z.string(), z.number().nullable()).optional(),
})

const fingerprint = z.object({
  id: z.string(),
  dtype: z.string(),
  files: z.array(z.object({ path: z.string(), sha256: z.string() })),
})

export const environmentSchema = z.object({
  program: z.string(),
  transformers: z.string(),
  onnxruntime: z.string(),
  node: z.string(),
  platform: z.string(),
  processor: z.string(),
  models: z.array(fingerprint),
})

/** A run file whose texts have a shape. */
const fileOf = <Text extends z.ZodType>(text: Text) =>
  z.object({
    format: z.literal('nucleus-run'),
    version: z.literal(1),
    request: z.unknown(),
    environment: environmentSchema.optional(),
    result: z.object({
      promptTokens: z.array(index).optional(),
      lanes: z.array(z.object({ samples: z.array(text), promptTokens: z.array(index).optional() })),
    }),
    branches: z
      .array(
        z.object({
          lane: index,
          sample: index,
          step: index,
          token: index.optional(),
          text: z.string().optional(),
          result: text,
        }),
      )
      .default([]),
  })

export const runFileSchema = fileOf(textSchema)

/** What the page has no field for, such as stop texts, stays with the file. */
const requestSchema = z.looseObject({
  prompt: z.string(),
  model: z.string(),
  lanes: z.array(z.string()),
  maxTokens: index,
  samples: index,
  seed: index,
})

export const shownRunFileSchema = fileOf(shownTextSchema).extend({
  request: requestSchema,
  human: z.object({ written: z.string(), p: z.string() }).optional().catch(undefined),
})

export type ShownRunFile = z.output<typeof shownRunFileSchema>
