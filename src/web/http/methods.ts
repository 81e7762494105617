import type { RequestHandler, Router } from 'express'
import { UserError } from '../../errors.ts'
import { atMost } from '../../words.ts'

const ONE_OF = new Intl.ListFormat('en-GB', { type: 'disjunction' })

/**
 * Answers what the paths of a router, and of those in it, are not asked with: OPTIONS with the methods there
 * are, any other with 405. Called when all routes are mounted.
 */
export function refuseOtherMethods(router: Pick<Router, 'stack' | 'all'>): void {
  const methods = new Map<string, Set<string>>()
  for (const { route, handle } of router.stack) {
    if ('stack' in handle) refuseOtherMethods(handle as unknown as Router)
    if (!route) continue
    const own = methods.get(route.path) ?? new Set()
    for (const { method } of route.stack) if (method) own.add(method.toUpperCase())
    methods.set(route.path, own)
  }
  for (const [path, own] of methods) router.all(path, takeOnly(own.has('GET') ? own.add('HEAD') : own))
}

/** Refuses every other method; OPTIONS lists the allowed ones. */
export const takeOnly =
  (methods: ReadonlySet<string>): RequestHandler =>
  ({ method, baseUrl, path }, response, next) => {
    // A route that passed the request on has nothing of that name.
    if (methods.has(method)) return next()
    response.set('Allow', [...methods, 'OPTIONS'].sort().join(', '))
    if (method === 'OPTIONS') return void response.status(204).end()
    throw new UserError(
      'method-not-allowed',
      `${baseUrl}${path} takes ${ONE_OF.format([...methods].sort())}, got ${method}.`,
    )
  }

/** Answers an address of the API that there is not. Mounted behind all routes. */
export const refuseUnknownRoute: RequestHandler = ({ method, originalUrl }) => {
  const [path = ''] = originalUrl.split('?')
  throw new UserError(
    'not-found',
    `There is no ${method} ${atMost(path, 100)}; /openapi shows every address, /openapi.json lists them ` +
      'for programs.',
  )
}
