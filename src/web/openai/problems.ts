import type { ErrorRequestHandler } from 'express'
import { beginProblem, type Problem, problemOf } from '../http/problems.ts'

/** An error in OpenAI's shape. */
export interface OpenAiProblem {
  readonly error: {
    readonly message: string
    readonly type: string
    readonly param: string | null
    readonly code: string
  }
}

/** Codes that clients of OpenAI's API know, by ours. */
const CODES: Readonly<Record<string, string>> = {
  'unknown-model': 'model_not_found',
  'model-not-ready': 'model_not_found',
  'prompt-too-long': 'context_length_exceeded',
  busy: 'rate_limit_exceeded',
}

/** Options that an error is about, by its code. */
const PARAMS: Readonly<Record<string, string>> = {
  'unknown-model': 'model',
  'model-not-ready': 'model',
  'prompt-too-long': 'prompt',
  'no-chat-template': 'model',
  'bad-chain': 'chain',
}

/** Our names of fields in OpenAI's words. A map: a field may be named as every object's own are. */
const FIELDS: ReadonlyMap<string, string> = new Map([
  ['maxTokens', 'max_tokens'],
  ['lanes', 'chain'],
  ['lanes.0', 'chain'],
  ['samples', 'n'],
])

const TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
}

export function openAiProblem(error: unknown): OpenAiProblem & Pick<Problem, 'status'> {
  const { status, code, message, field } = problemOf(error)
  const type = TYPES[status] ?? (status < 500 ? 'invalid_request_error' : 'server_error')
  const param = (field && (FIELDS.get(field) ?? field)) ?? PARAMS[code] ?? null
  return { status, error: { message, type, param, code: CODES[code] ?? code } }
}

/** Seconds after which a client may try again. */
const RETRY_AFTER = 5

/** Every failure below `/v1` in one shape, those of reading the request too. */
export const handleOpenAiProblem: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.destroyed) return
  if (response.headersSent) return next(error)
  const { status, error: problem } = openAiProblem(error)
  beginProblem(response, status, problem.code)
  if (status === 429) response.set('Retry-After', String(RETRY_AFTER))
  response.json({ error: problem })
}
