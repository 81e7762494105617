import { randomUUID } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { RequestFacts } from './facts.ts'

/** A client's own id of a request is taken over where it is of this form. */
const CLIENT_ID = /^[\w.:-]{1,64}$/

/** Counts, times and logs every request; its id goes back as `X-Request-Id`. */
export function watchExchanges(registry: Registry, log: Logger): RequestHandler {
  const meters = createMeters([registry])
  return (request, response, next) => {
    const startedAt = performance.now()
    const asked = request.get('x-request-id') ?? ''
    const facts: RequestFacts = { id: CLIENT_ID.test(asked) ? asked : randomUUID() }
    response.locals.facts = facts
    response.set('x-request-id', facts.id)
    meters.open.inc()
    response.once('close', () => {
      const seconds = (performance.now() - startedAt) / 1000
      const route = routeOf(request, response)
      const status = response.writableFinished ? String(response.statusCode) : 'aborted'
      meters.open.dec()
      meters.seconds.observe({ method: request.method, route, status }, seconds)
      if (response.statusCode >= 400 && response.writableFinished) {
        meters.refused.inc({ route, code: String(response.locals.problem ?? response.statusCode) })
      }
      write(log, request, { facts, route, status, seconds })
    })
    next()
  }
}

function createMeters(registers: Registry[]) {
  return {
    seconds: new Histogram({
      name: 'nucleus_http_request_seconds',
      help: 'Seconds from a request’s head to the end of its reply, by route, method and status.',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
      registers,
    }),
    refused: new Counter({
      name: 'nucleus_http_refused_total',
      help: 'Requests answered with an error, by route and by the error’s code.',
      labelNames: ['route', 'code'] as const,
      registers,
    }),
    open: new Gauge({ name: 'nucleus_http_requests_open', help: 'Requests being answered.', registers }),
  }
}

/** The pattern of a route, which is a whole one, never an address that a client made up. */
function routeOf({ route }: Request, { statusCode }: Response): string {
  const path = (route as { path?: unknown } | undefined)?.path
  if (typeof path === 'string') return path
  return statusCode < 400 ? 'static' : 'none'
}

interface Exchange {
  readonly facts: RequestFacts
  readonly route: string
  readonly status: string
  readonly seconds: number
}

/** One line a request. An address's query can hold a prompt, and is left out. */
function write(
  log: Logger,
  { method, path, ip }: Request,
  { facts, route, status, seconds }: Exchange,
): void {
  const { error, ...known } = facts
  const line = {
    ...known,
    method,
    route,
    ...(route === 'none' && { path: path.slice(0, 100) }),
    status: status === 'aborted' ? status : Number(status),
    ms: Math.round(seconds * 1000),
    client: ip,
    ...(error !== undefined && { err: error }),
  }
  const text = `${method} ${route}`
  if (error !== undefined) log.error(line, text)
  else if (Number(status) >= 500) log.warn(line, text)
  else if (route === 'static' || QUIET.has(route)) log.debug(line, text)
  else log.info(line, text)
}

/** What is asked for every few seconds by machines. */
const QUIET = new Set(['/healthz', '/readyz', '/metrics'])
