import { z } from 'zod'
import { inspectSchema } from '../../runs/inspect/request.ts'
import { labSchema } from '../../runs/lab/request.ts'
import { matchSchema } from '../../runs/match/request.ts'
import { logitsSchema } from '../../runs/remote/logits.ts'
import { vocabularySchema } from '../../runs/remote/vocabulary.ts'
import { runFileSchema } from '../../runs/replay/run-file-schema.ts'
import { MODEL_HELP } from '../../runs/request/fields.ts'
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
      'The finished run; with Accept: text/event-stream, every event as it happens, a failure as run-error.',
    schema: runResult,
    event: runEvent,
  },
  {
    method: 'post',
    path: '/api/lab',
    group: 'Runs',
    summary: 'Applies chains to one distribution, given in the request.',
    body: labSchema,
    answer: 'What each step of each lane keeps, and what each lane draws.',
    schema: labResult,
  },
  {
    method: 'post',
    path: '/api/score',
    group: 'Runs',
    summary: 'Scores every token of a text, and reports whether a chain would have kept it.',
    body: scoreSchema,
    answer: 'Log-probability, rank and entropy for each token, and totals.',
    schema: scoreResult,
  },
  {
    method: 'post',
    path: '/api/match',
    group: 'Runs',
    summary: 'Finds the value at which one chain keeps as many tokens as another, on average over a text.',
    body: matchSchema,
    answer: 'The value, the chain with that value, and both widths.',
    schema: matchResult,
  },
  {
    method: 'post',
    path: '/api/inspect',
    group: 'Runs',
    summary: 'Takes one step of one text apart, over the whole vocabulary.',
    body: inspectSchema,
    answer: 'The candidates, what each step of the chain kept, and where the draw fell.',
    schema: inspection,
  },
  {
    method: 'post',
    path: '/api/logits',
    group: 'Runs',
    summary: 'A model’s logits after some texts in tokens, for a decoder of your own.',
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
    answer: 'Where the replay first differs, if anywhere, and what has changed since the recording.',
    schema: replayResult,
  },
  {
    method: 'get',
    path: '/api/environment',
    group: 'Runs',
    summary: 'Reports what computes here: versions, processor, and hashes of model files.',
    query: z.object({
      model: z.string().optional().describe(MODEL_HELP),
      lane: z.string().optional().describe('A lane whose models are included; may be repeated.'),
    }),
    answer: 'The environment, as a run file records it.',
    schema: environment,
  },
  {
    method: 'get',
    path: '/api/strategies',
    group: 'Runs',
    summary: 'Lists every step and search, with its parameters.',
    answer: 'The strategies.',
    schema: strategies,
  },
  {
    method: 'get',
    path: '/api/engines',
    group: 'Runs',
    summary: 'Rewrites one lane in the order in which other engines apply their steps.',
    query: z.object({
      lane: z.string().describe('The lane, for example "temperature:0.7+nucleus:0.9".'),
    }),
    answer: 'One lane per engine, or the steps that the engine lacks.',
    schema: engines,
  },
  {
    method: 'get',
    path: '/api/models',
    group: 'Models',
    summary: 'Lists the models on offer and the state of each.',
    answer: 'The models.',
    schema: models,
  },
  {
    method: 'get',
    path: '/api/models/usage',
    group: 'Models',
    summary: 'Reports the disk space and memory that models take.',
    answer: 'Sizes in bytes.',
    schema: usage,
  },
  {
    method: 'post',
    path: '/api/models/{id}/download',
    group: 'Models',
    summary: 'Starts a download; GET /api/models reports its progress.',
    body: downloadSchema,
    answer: 'The model, as listed.',
    status: 202,
    schema: model,
  },
  {
    method: 'delete',
    path: '/api/models/{id}/download',
    group: 'Models',
    summary: 'Cancels a download; what has arrived is kept.',
    answer: 'The model, as listed.',
    schema: model,
  },
  {
    method: 'delete',
    path: '/api/models/{id}',
    group: 'Models',
    summary: 'Removes a model from this computer.',
    answer: 'No content.',
    status: 204,
  },
  {
    method: 'post',
    path: '/v1/completions',
    group: 'OpenAI',
    summary: 'Continues one or more prompts.',
    body: completionSchema,
    answer: 'OpenAI’s text_completion with the seed that was used; server-sent events if stream is true.',
    schema: completionAnswer,
    event: completionChunk,
  },
  {
    method: 'post',
    path: '/v1/chat/completions',
    group: 'OpenAI',
    summary: 'Continues a conversation, for models with a chat template.',
    body: chatSchema,
    answer: 'OpenAI’s chat.completion with the seed that was used; server-sent events if stream is true.',
    schema: chatAnswer,
    event: chatChunk,
  },
  {
    method: 'get',
    path: '/v1/models',
    group: 'OpenAI',
    summary: 'Lists the models that can be used without a download.',
    answer: 'OpenAI’s list of models.',
    schema: openAiModels,
  },
  {
    method: 'get',
    path: '/v1/models/{id}',
    group: 'OpenAI',
    summary: 'Describes one of these models.',
    answer: 'OpenAI’s description of a model.',
    schema: openAiModel,
  },
  {
    method: 'post',
    path: '/tokenize',
    group: 'Tokens',
    summary: 'Turns a text or a conversation into tokens.',
    body: tokenizeSchema,
    answer: 'Token ids, as vLLM and llama.cpp give them.',
    schema: tokenizeAnswer,
  },
  {
    method: 'post',
    path: '/detokenize',
    group: 'Tokens',
    summary: 'Turns tokens into text.',
    body: detokenizeSchema,
    answer: 'The text, as both prompt and content.',
    schema: detokenizeAnswer,
  },
  {
    method: 'get',
    path: '/tokenizer_info',
    group: 'Tokens',
    summary: 'Names the special tokens of the default model.',
    answer: 'Their texts, as bos_token and eos_token, and model_max_length.',
    schema: tokenizerInfo,
  },
  {
    method: 'get',
    path: '/health',
    group: 'Server',
    summary: 'Reports that the server is up.',
    answer: 'The status "ok".',
    schema: health,
  },
  {
    method: 'get',
    path: '/healthz',
    group: 'Server',
    summary: 'Reports that the server is up.',
    answer: 'The status "ok".',
    schema: health,
  },
  {
    method: 'get',
    path: '/readyz',
    group: 'Server',
    summary: 'Reports whether the default model is ready and new work is taken.',
    answer: 'The status, the model, and the reason where it is not ready.',
    schema: readiness,
    otherwise: 503,
  },
  {
    method: 'get',
    path: '/metrics',
    group: 'Server',
    summary: 'Counters and gauges for Prometheus.',
    answer: 'Prometheus’s text format.',
    type: 'text/plain',
  },
  {
    method: 'get',
    path: '/openapi.json',
    group: 'Server',
    summary: 'This description, for programs.',
    answer: 'An OpenAPI 3.1 document.',
    schema: z.looseObject({ openapi: z.string() }),
  },
]
