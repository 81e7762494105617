import type { RequestHandler } from 'express'
import { UserError } from '../../errors.ts'

/** Parameters of the address that routes of the API read, by path; no other route reads any. */
const READ: Readonly<Record<string, readonly string[]>> = {
  '/api/engines': ['lane'],
  '/api/environment': ['model', 'lane'],
}

/**
 * Refuses options in the address of a route that does not read them there. Clients of OpenAI's API put a user
 * or a version of theirs behind what they GET, where nothing is asked for: that passes.
 */
export const refuseUnreadQuery: RequestHandler = ({ baseUrl, path, method, query }, _, next) => {
  if (baseUrl !== '/api' && method !== 'POST') return next()
  const route = path === '/' ? baseUrl : baseUrl + path
  const read = Object.hasOwn(READ, route) ? READ[route]! : []
  const stranger = Object.keys(query).find((name) => !read.includes(name))
  if (stranger === undefined) return next()
  const advice = method === 'POST' ? 'put it in the JSON body' : 'leave it out'
  throw new UserError(
    'bad-request',
    `${method} ${route} reads no "${stranger.slice(0, 100)}" in its address; ${advice}.`,
    stranger,
  )
}
