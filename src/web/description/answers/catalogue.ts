import { z } from 'zod'
import { drawing, named, real, whole } from './shared.ts'

/** What the lists answer: strategies, engines, models. */

const parameter = z.object({
  name: z.string(),
  title: z.string(),
  help: z.string(),
  type: z.enum(['number', 'integer', 'choice', 'model', 'text']),
  fallback: z.union([z.number(), z.string()]),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  options: z.array(z.string()).optional(),
  pattern: z.string().optional(),
  off: z.number().optional().describe('The value that turns the step off.'),
  slider: z.array(z.number()).optional(),
  scale: z.enum(['linear', 'log']).optional(),
  words: z
    .array(z.object({ name: z.string(), meaning: z.string() }))
    .optional()
    .describe('What a text may be made of.'),
})

export const strategies = named(
  'Strategies',
  z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['step', 'search']),
      aliases: z.array(z.string()),
      title: z.string(),
      summary: z.string(),
      formula: z.string(),
      paper: z.string(),
      weakness: z.string(),
      isCommon: z.boolean(),
      family: z.string(),
      parameters: z.array(parameter),
      isDeterministic: z.boolean().optional(),
      needsHiddenStates: z.boolean().optional(),
      needsAmateur: z.boolean().optional(),
      isBrowserOnly: z.boolean().optional(),
      isStepwise: z.boolean().optional(),
      isRandom: z.boolean().optional().describe('Whether a step draws random numbers of its own.'),
      countsMass: z.boolean().optional(),
      isImplied: z.boolean().optional(),
      goesBack: z.boolean().optional(),
      rows: z
        .union([whole, z.string()])
        .optional()
        .describe('Rows of the batch that a sample takes, or the name of their parameter; by default one.'),
    }),
  ),
)

export const engines = named(
  'Engines',
  z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      version: z.string(),
      semantics: z.string(),
      differences: z.array(z.string()),
      lane: z.string().nullable().describe('In this engine’s order; null where it lacks a step.'),
      missing: z.array(z.string()),
    }),
  ),
)

/** The other fields of an entry name the source of its files. */
export const model = named(
  'Model',
  z.looseObject({
    id: z.string(),
    title: z.string(),
    summary: z.string(),
    parameters: z.number().optional(),
    contextLength: whole,
    vocabularySize: whole.optional(),
    dtype: z.string(),
    licence: z.string(),
    state: z.enum([
      'built-in',
      'downloaded',
      'available',
      'loading',
      'loaded',
      'queued',
      'downloading',
      'busy',
      'unreachable',
      'failed',
    ]),
    memoryBytes: z.number().optional().describe('Where it is loaded.'),
    uses: whole.optional(),
    ahead: whole.optional().describe('Downloads before a queued one.'),
    progress: drawing.optional(),
    rate: z.number().optional().describe('Bytes a second.'),
    holder: whole.optional().describe('The process that fetches it, where it is busy: another one.'),
    reason: z.string().optional().describe('Why it is unreachable or failed.'),
    at: z.number().optional().describe('When, in milliseconds since 1970.'),
    diskBytes: z.number(),
    cacheBytes: z.number(),
    keptBytes: z.number(),
    isRemovable: z.boolean(),
    isLinked: z.boolean(),
    offers: z.array(
      z.object({
        dtype: z.string(),
        bytes: z.number().optional(),
        isEstimate: z.boolean().optional(),
        converter: z
          .object({ bytes: whole, unpackedBytes: whole })
          .optional()
          .describe('Python packages that convert it, fetched once.'),
      }),
    ),
  }),
)

export const models = named('Models', z.array(model))

export const usage = named(
  'Usage',
  z.object({
    diskBytes: z.number(),
    memoryBytes: z.number(),
    memoryLimit: real,
    processBytes: z.number(),
  }),
)
