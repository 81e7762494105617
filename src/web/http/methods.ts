import type { RequestHandler, Router } from 'express'
import { UserError } from '../../errors.ts'

/**
 * Answers what a router's paths are not asked with: OPTIONS with the methods there are, any other with 405.
 * Mounted behind all routes.
 */
export function refuseOtherMethods(router: Router): void {
  const methods = new Map<string, Set<string>>()
  for (const { route } of router.stack) {
    if (!route) continue
    const own = methods.get(route.path) ?? new Set()
    for (const { method } of route.stack) if (method) own.add(method.toUpperCase())
    methods.set(route.path, own)
  }
  for (const [path, own] of methods) router.all(path, refuse(own.has('GET') ? own.add('HEAD') : own))
}

const refuse =
  (methods: ReadonlySet<string>): RequestHandler =>
  ({ method, path }, response) => {
    response.set('Allow', [...methods, 'OPTIONS'].sort().join(', '))
    if (method === 'OPTIONS') return void response.status(204).end()
    throw new UserError(
      'method-not-allowed',
      `${path} takes ${[...methods].sort().join(' or ')}, got ${method}.`,
    )
  }

/** Answers an address of the API that there is not. Mounted behind all routes. */
export const refuseUnknownRoute: RequestHandler = ({ method, originalUrl }) => {
  const [path = ''] = originalUrl.split('?')
  const named = path.length > 100 ? `${path.slice(0, 100)}…` : path
  throw new UserError(
    'not-found',
    `There is no ${method} ${named}; /openapi shows every address, /openapi.json lists them for programs.`,
  )
}
