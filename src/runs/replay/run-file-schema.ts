import { z } from 'zod'
import type { Environment } from '../../models/environment.ts'
import { COUPLINGS, type Coupling } from '../../sampling/coupling.ts'
import { LIMITS } from '../request/limits.ts'
import type { GrownBranch } from '../run/branch-notation.ts'
import type { RunResult } from '../run/events.ts'
import { logarithm, stopReason } from '../run/recorded-fields.ts'

/** The shape of run files. The page opens them with it, the server replays them with it. */

/**
 * A run with all it takes to run it again and to explain why another run differs: what Export writes and
 * `replay` reads.
 */
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
    readonly coupling?: Coupling
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

/** Texts and lists of a run file are as long as a run can make them. */
const name = z.string().max(1000)
const words = z.string().max(1_000_000)
const tokens = z.array(index).max(LIMITS.scoreTokens)

/** What a replay needs of a recorded text: its tokens; its steps and its words are compared where given. */
export const textSchema = z.object({
  tokens,
  text: words.optional(),
  steps: z
    .array(z.object({ token: index, text: words.optional() }))
    .max(LIMITS.scoreTokens)
    .optional(),
  stop: stopReason,
})

const stepSchema = z.object({
  token: index,
  text: words,
  bytes: name.optional(),
  logprob: logarithm,
  rank: index,
  entropy: z.number(),
  kept: index,
  nucleus: index.optional(),
  keptMass: z.number(),
  u: z.number().nullable(),
  rewound: z.array(z.object({ tokens, match: words, text: words })).optional(),
})

/** The ends that power sampling tried; other searches' records are made again where they are shown. */
const movesSchema = z.object({
  kind: z.string(),
  moves: z.array(
    z.object({
      limit: index,
      at: index,
      before: tokens,
      after: tokens,
      beforeText: words,
      afterText: words,
      logRatio: z.number(),
      isAccepted: z.boolean(),
    }),
  ),
})

/** What showing it needs besides. */
const shownTextSchema = textSchema.partial({ tokens: true }).extend({
  steps: z.array(stepSchema),
  message: words.optional(),
  metrics: z.record(z.string(), z.number().nullable()).optional(),
  search: movesSchema.optional().catch(undefined),
})

const fingerprint = z.object({
  id: name,
  dtype: name,
  files: z.array(z.object({ path: name, sha256: name })).max(100),
})

export const environmentSchema = z.object({
  program: name,
  transformers: name,
  onnxruntime: name,
  node: name,
  platform: name,
  processor: name,
  models: z.array(fingerprint).max(100),
})

/** A run file whose texts have a shape. */
const fileOf = <Text extends z.ZodType>(text: Text) =>
  z.object({
    format: z.literal('nucleus-run').describe('What makes it a run file.'),
    version: z.literal(1).describe('The version of the format.'),
    request: z.unknown().describe('The request of the recorded run.'),
    environment: environmentSchema
      .optional()
      .describe('Versions and file hashes that the run was recorded with.'),
    result: z
      .object({
        promptTokens: tokens.optional(),
        lanes: z
          .array(z.object({ samples: z.array(text).max(LIMITS.samples), promptTokens: tokens.optional() }))
          .max(LIMITS.lanes),
        given: z
          .array(z.object({ token: index, text: words }))
          .max(LIMITS.scoreTokens)
          .optional(),
      })
      .describe('The recorded texts, with their token ids.'),
    branches: z
      .array(
        z.object({
          lane: index,
          sample: index,
          step: index,
          token: index.optional(),
          text: words.optional(),
          result: text,
        }),
      )
      .max(10_000)
      .default([])
      .describe('Branches that were taken from the texts.'),
  })

export const runFileSchema = fileOf(textSchema)

/** What the page has no field for, such as token healing, stays with the file. */
const requestSchema = z.looseObject({
  prompt: words,
  model: name,
  lanes: z.array(name).max(LIMITS.lanes),
  maxTokens: index,
  samples: index,
  seed: index,
  coupling: z.enum(COUPLINGS).optional(),
  stop: z.array(name).max(LIMITS.stops).default([]),
  chat: z.boolean().optional(),
  heal: z.boolean().optional(),
  literal: z.boolean().optional(),
})

export const shownRunFileSchema = fileOf(shownTextSchema).extend({
  request: requestSchema,
  human: z.object({ written: words, p: name }).optional().catch(undefined),
})

export type ShownRunFile = z.output<typeof shownRunFileSchema>

/** Whether a JSON value is a run file, or what else people take for one. */
export function kindOfFile(value: unknown): 'run-file' | 'other-version' | 'without-settings' | 'stranger' {
  const { format, version, lanes } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >
  if (format === undefined && Array.isArray(lanes)) return 'without-settings'
  if (format !== 'nucleus-run') return 'stranger'
  return version === 1 ? 'run-file' : 'other-version'
}
