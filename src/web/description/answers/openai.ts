import { z } from 'zod'
import { named, tokenIds, whole } from './shared.ts'

/** What `/v1` answers, and the routes beside it. A number that JSON lacks is null here. */

const logprob = z.number().nullable()
const top = z.array(z.record(z.string(), logprob).nullable())

const logprobs = named(
  'CompletionLogprobs',
  z.object({
    tokens: z.array(z.string()),
    token_logprobs: z.array(logprob),
    top_logprobs: top,
    text_offset: z.array(whole).describe('In Unicode code points.'),
    processed_token_logprobs: z.array(logprob).optional(),
    processed_top_logprobs: top.optional(),
    token_ids: z
      .array(
        z
          .array(
            z.object({
              id: whole,
              token: z.string(),
              logprob,
              rank: whole.nullable(),
              processed_logprob: logprob.optional(),
              processed_rank: whole.nullable().optional(),
            }),
          )
          .nullable(),
      )
      .optional(),
    distribution: z.array(z.string().nullable()).optional().describe('float32, little-endian, in base64.'),
  }),
)

const usage = z.object({ prompt_tokens: whole, completion_tokens: whole, total_tokens: whole })

const ending = {
  finish_reason: z.enum(['stop', 'length']).nullable(),
  stop_reason: z.string().optional().describe('The text that ended it.'),
  token_ids: tokenIds.optional(),
}

const envelope = {
  id: z.string(),
  created: whole,
  model: z.string(),
  seed: whole,
  notes: z.array(z.string()).optional(),
}

const completionChoice = z.object({
  index: whole,
  text: z.string(),
  logprobs: logprobs.nullable(),
  ...ending,
})

const completion = { ...envelope, object: z.literal('text_completion'), choices: z.array(completionChoice) }

export const completionAnswer = named('Completion', z.object({ ...completion, usage }))
export const completionChunk = named(
  'CompletionChunk',
  z.object({ ...completion, usage: usage.nullable().optional() }),
)

const chatLogprob = { token: z.string(), logprob, bytes: z.array(whole).nullable() }
const chatLogprobs = named(
  'ChatLogprobs',
  z.object({
    content: z.array(z.object({ ...chatLogprob, top_logprobs: z.array(z.object(chatLogprob)) })),
    refusal: z.null(),
  }),
)
const chatEnding = { index: whole, logprobs: chatLogprobs.nullable(), ...ending }

export const chatAnswer = named(
  'ChatCompletion',
  z.object({
    ...envelope,
    object: z.literal('chat.completion'),
    choices: z.array(
      z.object({
        message: z.object({ role: z.literal('assistant'), content: z.string(), refusal: z.null() }),
        ...chatEnding,
      }),
    ),
    usage,
  }),
)

export const chatChunk = named(
  'ChatCompletionChunk',
  z.object({
    ...envelope,
    object: z.literal('chat.completion.chunk'),
    choices: z.array(
      z.object({
        delta: z.object({ role: z.literal('assistant').optional(), content: z.string() }),
        ...chatEnding,
      }),
    ),
    usage: usage.nullable().optional(),
  }),
)

export const openAiModel = named(
  'OpenAiModel',
  z.object({
    id: z.string(),
    object: z.literal('model'),
    created: whole,
    owned_by: z.string(),
    max_model_len: whole,
  }),
)

export const openAiModels = named(
  'OpenAiModels',
  z.object({ object: z.literal('list'), data: z.array(openAiModel) }),
)

export const tokenizeAnswer = named(
  'Tokens',
  z.object({
    count: whole,
    max_model_len: whole,
    tokens: z.union([
      tokenIds,
      z.array(
        z.object({
          id: whole,
          piece: z.union([z.string(), z.array(whole).describe('The bytes of what is no text of its own.')]),
        }),
      ),
    ]),
    token_strs: z.array(z.string()).nullable(),
  }),
)

export const detokenizeAnswer = named(
  'Text',
  z.object({
    prompt: z.string(),
    content: z.string(),
    bytes: z
      .string()
      .optional()
      .describe('In hexadecimal, where they are no text: a character is broken off.'),
  }),
)

export const tokenizerInfo = named(
  'TokenizerInfo',
  z.object({
    bos_token: z.string().nullable(),
    eos_token: z.string().nullable(),
    model_max_length: whole,
  }),
)
