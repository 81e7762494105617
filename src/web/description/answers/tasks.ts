import { z } from 'zod'
import { step } from './run.ts'
import { drawing, metrics, named, problem, real, tokenIds, whole } from './shared.ts'

/** What the lab, scores, inspections and replays answer. */

export const labResult = named(
  'LabResult',
  z.object({
    tokens: z.array(z.string()),
    seed: whole,
    lanes: z.array(
      z.object({
        lane: z.string(),
        steps: z.array(z.object({ step: z.string(), kept: whole })),
        candidates: z.array(
          z.object({
            id: whole,
            token: z.string(),
            logit: real,
            raw: real,
            probability: real,
            kept: z.boolean(),
            removedBy: z.string().nullable(),
          }),
        ),
        mass: real,
        entropy: real,
        draws: tokenIds.describe('In the order drawn.'),
        counts: z.array(whole).describe('By token id.'),
        drawing: drawing.optional().describe('With shown.'),
        error: problem.optional().describe('With shown: why this lane cannot be run.'),
      }),
    ),
  }),
)

export const scoreResult = named(
  'ScoreResult',
  z.object({
    model: z.string(),
    lane: z.string(),
    seed: whole,
    reading: z.object({
      context: whole,
      stride: whole,
      windows: whole,
      tokensRead: whole,
      exact: z.boolean(),
    }),
    tokens: z.array(
      z.object({
        token: whole,
        text: z.string(),
        logprob: real,
        rank: whole,
        entropy: real,
        kept: z.boolean().describe('Whether the chain would have let it be chosen.'),
        removedBy: z.string().optional(),
        keptCount: whole,
        keptMass: real,
        bytes: z.string().optional(),
        name: z.string().optional(),
      }),
    ),
    totals: z.object({
      tokens: whole,
      bytes: whole,
      specialTokens: whole,
      perplexity: real.nullable(),
      bitsPerByte: real.nullable(),
      coverage: real.nullable(),
    }),
    metrics,
  }),
)

export const matchResult = named(
  'MatchResult',
  z.object({
    model: z.string(),
    like: z.string(),
    lane: z.string().describe('With the value that was found.'),
    step: z.string(),
    parameter: z.string(),
    value: real,
    isEqual: z.boolean(),
    width: z.object({ like: real, lane: real }).describe('Tokens kept, on average.'),
    tokens: whole,
    tries: whole,
    seed: whole,
  }),
)

const measured = { raw: real, after: z.array(real), removedBy: whole.optional() }

export const inspection = named(
  'Inspection',
  z.object({
    model: z.string(),
    chain: z.string(),
    step: whole.describe('From 0.'),
    vocabularySize: whole,
    trace: z.object(step),
    isOwn: z.boolean(),
    instead: z.object({ token: whole, text: z.string() }).optional(),
    stages: z.array(
      z.object({
        step: z.string(),
        title: z.string(),
        isOff: z.boolean(),
        kept: whole,
        mass: real,
        memory: z.string().optional(),
      }),
    ),
    rows: z.array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('token'), id: whole, text: z.string(), rank: whole, ...measured }),
        z.object({ kind: z.literal('fold'), from: whole, to: whole, isRest: z.boolean(), ...measured }),
      ]),
    ),
    landing: drawing.optional().describe('Where the draw falls.'),
    search: drawing.optional(),
  }),
)

export const logitsResult = named(
  'Logits',
  z.object({
    model: z.string(),
    logits: z.array(z.string()).describe('By text: float32 by token id, little-endian, in base64.'),
  }),
)

export const vocabulary = named(
  'Vocabulary',
  z.object({
    model: z.string(),
    contextLength: whole,
    beginOfText: tokenIds,
    endOfText: tokenIds,
    tokens: z
      .array(z.string())
      .describe('By token id: each byte as the character of its number (Latin-1); special tokens have none.'),
    names: z.record(z.string(), z.string()).describe('Names of tokens that do not go by their bytes, by id.'),
  }),
)

const fingerprint = z.object({
  id: z.string(),
  dtype: z.string(),
  files: z.array(z.object({ path: z.string(), sha256: z.string() })),
})

export const environment = named(
  'Environment',
  z.object({
    program: z.string(),
    transformers: z.string(),
    onnxruntime: z.string(),
    node: z.string(),
    platform: z.string(),
    processor: z.string(),
    models: z.array(fingerprint),
  }),
)

export const replayResult = named(
  'Replay',
  z.object({
    isSame: z.boolean(),
    texts: whole,
    tokens: whole,
    difference: z
      .object({
        lane: whole,
        sample: whole,
        branch: whole.nullable(),
        step: whole,
        recorded: whole.nullable(),
        replayed: z.object({ token: whole, text: z.string() }).nullable(),
      })
      .nullable(),
    changes: z.array(z.string()),
    environment,
  }),
)
