import { z } from 'zod'
import { inspectSchema } from '../../runs/inspect/request.ts'
import { labSchema } from '../../runs/lab/request.ts'
import { matchSchema } from '../../runs/match/request.ts'
import { logitsSchema } from '../../runs/remote/logits.ts'
import { vocabularySchema } from '../../runs/remote/vocabulary.ts'
import { runFileSchema } from '../../runs/replay/run-file-schema.ts'
import { runSchema } from '../../runs/request/request.ts'
import { scoreSchema } from '../../runs/score/request.ts'
import { downloadSchema } from '../http/start-download.ts'
import { chatSchema } from '../openai/chat-request.ts'
import { completionSchema } from '../openai/completion-request.ts'
import { detokenizeSchema, tokenizeSchema } from '../openai/tokenizer.ts'
import { engines, model, models, strategies, usage } from './answers/catalogue.ts'
import {
  chatAnswer,
  chatChunk,
  completionAnswer,
  completionChunk,
  detokenizeAnswer,
  openAiModel,
  openAiModels,
  tokenizeAnswer,
  tokenizerInfo,
} from './answers/openai.ts'
import { runEvent, runResult } from './answers/run.ts'
import { health, readiness } from './answers/server.ts'
import {
  environment,
  inspection,
  labResult,
  logitsResult,
  matchResult,
  replayResult,
  scoreResult,
  vocabulary,
} from './answers/tasks.ts'

/** One thing the API does: what its description, and a test that nothing is left out of it, are made from. */
export interface Operation {
  readonly method: 'get' | 'post' | 'delete'
  /** With parameters in braces. */
  readonly path: string
  readonly group: 'Runs' | 'Models' | 'OpenAI' | 'Tokens' | 'Server'
  readonly summary: string
  /** Schema of its JSON body. */
  readonly body?: z.ZodType
  /** Schema of its query. */
  readonly query?: z.ZodObject
  /** What it answers, in words. */
  readonly answer: string
  readonly status?: number
  /** Another status with the same answer. */
  readonly otherwise?: number
  /** Schema of the answer's JSON; none where it has another type, or nothing. */
  readonly schema?: z.ZodType
  /** Schema of one event's data, where it answers with events too. */
  readonly event?: z.ZodType
  /** Its type, where that is not JSON. */
  readonly type?: string
}

export const OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/api/runs',
    group: 'Runs',
    summary: 'Continues one prompt with several lanes side by side.',
    body: runSchema,
    answer:
      'The finished run; with Accept: text/event-stream every event as it happens, failures as run-error.',
    schema: runResult,
    event: runEvent,
  },
  {
    method: 'post',
    path: '/api/lab',
    group: 'Runs',
    summary: 'Chains on one distribution that the request gives.',
    body: labSchema,
    answer: 'What each step of each lane keeps, and draws.',
    schema: labResult,
  },
  {
    method: 'post',
    path: '/api/score',
    group: 'Runs',
    summary: 'What a model thinks of every token of a text, and whether a chain would have kept it.',
    body: scoreSchema,
    answer: 'Log-probability, rank and entropy of each token, and totals.',
    schema: scoreResult,
  },
  {
    method: 'post',
    path: '/api/match',
    group: 'Runs',
    summary: 'Which value makes one chain keep as many tokens as another, on average over a text.',
    body: matchSchema,
    answer: 'The value, the chain with it, and both widths.',
    schema: matchResult,
  },
  {
    method: 'post',
    path: '/api/inspect',
    group: 'Runs',
    summary: 'One step of one text taken apart, over the whole vocabulary.',
    body: inspectSchema,
    answer: 'The step’s candidates, what each link of the chain left, and where the draw fell.',
    schema: inspection,
  },
  {
    method: 'post',
    path: '/api/logits',
    group: 'Runs',
    summary: 'What a model says after some texts in tokens, for a decoder of your own.',
    body: logitsSchema,
    answer: 'Next-token logits after each text, to the bit those of a run.',
    schema: logitsResult,
  },
  {
    method: 'post',
    path: '/api/vocabulary',
    group: 'Runs',
    summary: 'Every token of a model.',
    body: vocabularySchema,
    answer: 'Its tokens as bytes, its context length, the tokens that begin and end a text.',
    schema: vocabulary,
  },
  {
    method: 'post',
    path: '/api/replay',
    group: 'Runs',
    summary: 'Runs a run file again and compares every token.',
    body: runFileSchema,
    answer: 'Where the replay first differs, and what has changed since.',
    schema: replayResult,
  },
  {
    method: 'get',
    path: '/api/environment',
    group: 'Runs',
    summary: 'What computes here: versions, processor, hashes of the models’ files.',
    query: z.object({ model: z.string().optional(), lane: z.string().optional() }),
    answer: 'What a run file records.',
    schema: environment,
  },
  {
    method: 'get',
    path: '/api/strategies',
    group: 'Runs',
    summary: 'Every step and search with its parameters.',
    answer: 'The registry.',
    schema: strategies,
  },
  {
    method: 'get',
    path: '/api/engines',
    group: 'Runs',
    summary: 'One lane’s numbers in every engine’s order.',
    query: z.object({ lane: z.string() }),
    answer: 'A lane for each engine, or which steps it lacks.',
    schema: engines,
  },
  {
    method: 'get',
    path: '/api/models',
    group: 'Models',
    summary: 'The models on offer and where each stands.',
    answer: 'A list.',
    schema: models,
  },
  {
    method: 'get',
    path: '/api/models/usage',
    group: 'Models',
    summary: 'What the models take of disk and memory.',
    answer: 'Bytes.',
    schema: usage,
  },
  {
    method: 'post',
    path: '/api/models/{id}/download',
    group: 'Models',
    summary: 'Starts a download; the list says how it goes on.',
    body: downloadSchema,
    answer: 'The model as the list has it.',
    status: 202,
    schema: model,
  },
  {
    method: 'delete',
    path: '/api/models/{id}/download',
    group: 'Models',
    summary: 'Ends a download; what arrived is kept.',
    answer: 'The model as the list has it.',
    schema: model,
  },
  {
    method: 'delete',
    path: '/api/models/{id}',
    group: 'Models',
    summary: 'Takes a model off this computer.',
    answer: 'Nothing.',
    status: 204,
  },
  {
    method: 'post',
    path: '/v1/completions',
    group: 'OpenAI',
    summary: 'Continues one or more prompts.',
    body: completionSchema,
    answer: 'OpenAI’s text_completion, with the seed; as events with stream.',
    schema: completionAnswer,
    event: completionChunk,
  },
  {
    method: 'post',
    path: '/v1/chat/completions',
    group: 'OpenAI',
    summary: 'Answers a conversation, for models with a chat template.',
    body: chatSchema,
    answer: 'OpenAI’s chat.completion, with the seed; as events with stream.',
    schema: chatAnswer,
    event: chatChunk,
  },
  {
    method: 'get',
    path: '/v1/models',
    group: 'OpenAI',
    summary: 'The models that answer without a download.',
    answer: 'OpenAI’s list.',
    schema: openAiModels,
  },
  {
    method: 'get',
    path: '/v1/models/{id}',
    group: 'OpenAI',
    summary: 'One of them.',
    answer: 'OpenAI’s model.',
    schema: openAiModel,
  },
  {
    method: 'post',
    path: '/tokenize',
    group: 'Tokens',
    summary: 'A text or a conversation in tokens.',
    body: tokenizeSchema,
    answer: 'Token ids, as vLLM and llama.cpp give them.',
    schema: tokenizeAnswer,
  },
  {
    method: 'post',
    path: '/detokenize',
    group: 'Tokens',
    summary: 'Tokens as text.',
    body: detokenizeSchema,
    answer: 'The text, as prompt and as content.',
    schema: detokenizeAnswer,
  },
  {
    method: 'get',
    path: '/tokenizer_info',
    group: 'Tokens',
    summary: 'Names of the special tokens of the default model.',
    answer: 'bos_token, eos_token, model_max_length.',
    schema: tokenizerInfo,
  },
  {
    method: 'get',
    path: '/health',
    group: 'Server',
    summary: 'Whether the server answers.',
    answer: 'ok.',
    schema: health,
  },
  {
    method: 'get',
    path: '/healthz',
    group: 'Server',
    summary: 'Whether the server answers.',
    answer: 'ok.',
    schema: health,
  },
  {
    method: 'get',
    path: '/readyz',
    group: 'Server',
    summary: 'Whether the default model is ready.',
    answer: 'ready, and the model.',
    schema: readiness,
    otherwise: 503,
  },
  {
    method: 'get',
    path: '/metrics',
    group: 'Server',
    summary: 'Counters and gauges.',
    answer: 'Prometheus’s text form.',
    type: 'text/plain',
  },
  {
    method: 'get',
    path: '/openapi.json',
    group: 'Server',
    summary: 'This description.',
    answer: 'OpenAPI 3.1.',
    schema: z.looseObject({ openapi: z.string() }),
  },
]
