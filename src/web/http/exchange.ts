import type { Request, RequestHandler, Response } from 'express'
import { UserError } from '../../errors.ts'

/** What every route asks of a request and of its client. */

/** A body of another type would be read as something nobody meant. */
export const requireJson: RequestHandler = (request, _, next) => {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers
  if (length === '0' && !encoding) return next()
  if (request.is('application/json')) return next()
  const type = request.headers['content-type'] ?? 'none'
  throw new UserError(
    'not-json',
    `Expected a JSON body, got ${type}; send it with content-type: application/json.`,
  )
}

/** Who asks: the computer's address. The engine shares its time between clients. */
export const clientOf = ({ req }: Response): string => req.ip ?? ''

/** Aborts when the client goes away before its reply is complete. */
export function abortOnClose(response: Response): AbortSignal {
  const abort = new AbortController()
  response.on('close', () => {
    if (!response.writableFinished) abort.abort()
  })
  return abort.signal
}

/** Whether the answer is shown to a person, as a page. */
export const wantsPage = (request: Request): boolean =>
  !/^\/(api|v1)\//.test(request.path) && request.accepts(['json', 'html']) === 'html'
