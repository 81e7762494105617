import { z } from 'zod'
import { stopReason } from '../../../runs/run/recorded-fields.ts'
import { drawing, metrics, named, problem, real, tokenIds, whole } from './shared.ts'

/** What `/api/runs` answers, whole and as events. */

const words = {
  text: z.string(),
  bytes: z.string().optional().describe('In hexadecimal, where they are no text of their own: "e2 80".'),
}

const candidate = z.object({
  id: whole,
  ...words,
  raw: real.describe('Probability under the model.'),
  probability: real.describe('After the chain; 0 where removed.'),
  removedBy: z.string().optional().describe('The step that removed it.'),
})

const stage = z.object({ step: z.string(), kept: whole, mass: real })

/** A token as a trace has it. */
export const step = {
  token: whole,
  logprob: real.describe('Natural log, under the model.'),
  rank: whole.describe('Under the model, from 1.'),
  entropy: real.describe('Of the model’s distribution, in nats.'),
  kept: whole.describe('Tokens that the chain left.'),
  keptMass: real,
  nucleus: whole.optional().describe('Tokens in the nucleus of 0.9.'),
  u: real.nullable().describe('The draw, from 0 to 1; null where none is made.'),
}

const stepRecord = named(
  'Step',
  z.object({
    ...step,
    ...words,
    name: z.string().optional().describe('Of a special token, which adds no text.'),
    candidates: z.array(candidate).optional(),
    stages: z.array(stage).optional(),
    rewound: z
      .array(z.object({ tokens: tokenIds, match: z.string(), text: z.string() }))
      .optional()
      .describe('Ends of the text that were taken back before this token, and the banned phrase of each.'),
  }),
)

const ending = {
  stop: stopReason,
  message: z.string().optional().describe('Why, where stop is error.'),
  hint: z.string().optional(),
  metrics,
  search: drawing.optional(),
}

const namedToken = z.object({ token: whole, text: z.string() })

const noted = {
  takenBack: namedToken.optional().describe('The prompt’s last token, where healing took it back.'),
  notes: z.array(z.object({ code: z.string(), message: z.string() })).optional(),
  given: z
    .array(namedToken)
    .optional()
    .describe('What the model reads, where its template is around the prompt.'),
}

const own = { model: z.string().optional(), promptTokens: tokenIds.optional() }

export const runResult = named(
  'RunResult',
  z.object({
    model: z.string(),
    prompt: z.string(),
    promptTokens: tokenIds,
    seed: whole,
    lanes: z.array(
      z.object({
        lane: z.string(),
        ...own,
        samples: z.array(
          z.object({ tokens: tokenIds, text: z.string(), steps: z.array(stepRecord), ...ending }),
        ),
        metrics,
      }),
    ),
    ...noted,
  }),
)

export const runEvent = named(
  'RunEvent',
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('queued'), ahead: whole }),
    z.object({ type: z.literal('loading'), model: z.string(), loaded: whole, total: whole }),
    z.object({
      type: z.literal('run-start'),
      model: z.string(),
      prompt: z.string(),
      promptTokens: tokenIds,
      prefix: z.array(namedToken),
      seed: whole,
      maxTokens: whole,
      lanes: z.array(
        z.object({
          lane: z.string(),
          chain: z.string(),
          ...own,
          isDeterministic: z.boolean(),
          samples: whole,
        }),
      ),
      ...noted,
    }),
    z
      .object({
        type: z.literal('lane-delta'),
        lane: whole,
        sample: whole,
        from: whole,
        text: z.string(),
        fromStep: whole,
        steps: z.array(stepRecord),
      })
      .describe('Replaces a sample’s text from a UTF-16 offset, and its steps from an index.'),
    z.object({ type: z.literal('lane-end'), lane: whole, sample: whole, ...ending }),
    z.object({
      type: z.literal('run-end'),
      milliseconds: z.number(),
      tokens: whole,
      lanes: z.array(metrics),
    }),
    z.object({ type: z.literal('run-error'), error: problem }),
  ]),
)
