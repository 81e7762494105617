import type { RequestHandler } from 'express'
import { UserError } from '../../errors.ts'
import { queryOf } from './form-fields.ts'

/** Names that a route reads of its address, by whether one value of them is read or every one. */
interface Read {
  readonly once?: readonly string[]
  readonly many?: readonly string[]
}

/**
 * What is read of a GET's address, by path or by its first part. A page is not here: `sendPage` names
 * what it does not read. Nor are `/v1`, probes and files of fixed content: clients of OpenAI's API put a
 * user or a version of theirs behind what they GET, where nothing is asked for, and that passes.
 */
const READ: ReadonlyMap<string, Read> = new Map([
  ['/api', {}],
  ['/api/engines', { once: ['lane'] }],
  ['/api/environment', { once: ['model'], many: ['lane'] }],
  ['/class/blind', {}],
  ['/class/votes', {}],
  ['/login', { once: ['next'] }],
  ['/metrics', {}],
  ['/openapi.json', {}],
  ['/results', {}],
])

/**
 * What is posted, put and removed at: forms, but for those that come back as their page, which names what it
 * does not read.
 */
const FORM = /^\/(login|models\/.+)$/i
const JSON_ROUTE = /^\/(api|v1|tokenize|detokenize|class\/votes)(\/|$)/i

/** Refuses options in the address of a route that does not read them there. */
export const refuseUnreadQuery: RequestHandler = (request, _, next) => {
  const { method, baseUrl, path } = request
  const route = baseUrl === '' ? path : baseUrl
  const read = readBy(route.toLowerCase().replace(/(?<=.)\/$/, ''), method)
  if (!read) return next()
  const { once = [], many = [] } = read
  const query = queryOf(request)
  for (const name of query.keys()) {
    if (many.includes(name)) continue
    const isKnown = once.includes(name)
    const count = query.getAll(name).length
    if (isKnown && count === 1) continue
    const shown = name.slice(0, 100)
    const reason = isKnown
      ? `reads one "${shown}" in its address, got ${count}`
      : `reads no "${shown}" in its address`
    const advice = isKnown ? 'keep one' : adviceOn(method, route)
    throw new UserError('bad-request', `${method} ${route} ${reason}; ${advice}.`, name)
  }
  next()
}

/** Undefined where another layer refuses it, or nobody needs to. */
function readBy(route: string, method: string): Read | undefined {
  if (method === 'GET' || method === 'HEAD')
    return READ.get(route) ?? READ.get(/^\/[^/]*/.exec(route)?.[0] ?? '')
  return FORM.test(route) || JSON_ROUTE.test(route) ? {} : undefined
}

function adviceOn(method: string, route: string): string {
  if (method !== 'POST') return 'leave it out'
  return `put it in the ${FORM.test(route) ? 'form' : 'JSON body'}`
}
