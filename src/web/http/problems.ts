import type { ErrorRequestHandler, Response } from 'express'
import { UserError } from '../../errors.ts'
import { currentFacts } from '../observe/facts.ts'
import { wantsPage } from './exchange.ts'
import { pageBefore } from './page-before.ts'
import { problemPage } from './plain-page.tsx'
import { unreadBody } from './unread-body.ts'

/** HTTP status by error code; what a person can fix is a 4xx, and 400 unless listed. */
const STATUS: Readonly<Record<string, number>> = {
  'no-access': 401,
  'foreign-origin': 403,
  'models-not-managed': 403,
  'not-found': 404,
  'unknown-model': 404,
  'model-not-ready': 404,
  'method-not-allowed': 405,
  'too-large': 413,
  'not-json': 415,
  'bad-expectation': 417,
  'unknown-host': 421,
  'model-in-use': 409,
  'model-built-in': 409,
  'model-busy': 409,
  busy: 429,
  'model-unreachable': 503,
  'model-broken': 503,
  'model-denied': 503,
  'model-missing': 503,
  'download-broken': 503,
  'memory-full': 503,
  'python-missing': 503,
  'python-without-pip': 503,
  'python-broken': 503,
  'shutting-down': 503,
  'engine-lost': 503,
  'disk-full': 507,
}

/** An error as a status and a sentence. */
export interface Problem {
  readonly status: number
  readonly code: string
  readonly message: string
  /** The field of the request that is at fault, where one is. */
  readonly field?: string
}

/** Any error; what nobody expected is logged and answered without its details. */
export function problemOf(error: unknown): Problem {
  if (error instanceof UserError) {
    const { code, message, field } = error
    return { status: STATUS[code] ?? 400, code, message, ...(field !== undefined && { field }) }
  }
  const unread = unreadBody(error)
  if (unread) return unread
  const { status } = error as { status?: number }
  if (error instanceof URIError) {
    const message =
      'The address cannot be read: write text in it as UTF-8, each byte as % with two hexadecimal ' +
      'digits, and % as %25.'
    return { status: 400, code: 'bad-encoding', message }
  }
  if (status === 416) {
    return { status, code: 'bad-range', message: 'The file has no such range; ask for all of it.' }
  }
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return {
      status,
      code: 'bad-request',
      message: 'The request could not be read; check its address, headers and body.',
    }
  }
  noteFailure(error)
  return { status: 500, code: 'internal', message: 'Something failed in this program; its log names it.' }
}

/** For the log: what failed while a request was answered, in a way nobody expected. */
function noteFailure(error: unknown): void {
  const facts = currentFacts()
  if (facts) facts.error = error
  else console.error(error)
}

/** What every reply with an error begins with. */
export function beginProblem(response: Response, status: number, code: string): void {
  response.locals.problem = code
  response.status(status)
  // What is left of a body that is too large is not read.
  if (status === 413) response.set('connection', 'close')
}

/** Where an error becomes a reply at the latest. Its page needs no view, so that it can always be shown. */
export const handleProblem: ErrorRequestHandler = (error, request, response, next) => {
  // Whoever went away gets no reply, and it is no failure.
  if (response.destroyed) return
  if (response.headersSent) return next(error)
  const { status, ...problem } = problemOf(error)
  beginProblem(response, status, problem.code)
  if (wantsPage(request))
    response.send(problemPage('This did not work', problem.message, pageBefore(request)))
  else response.json({ error: problem })
}
