import type { RequestHandler } from 'express'
import { UserError } from '../../errors.ts'
import type { Site } from './site.ts'

/** The names that a browser resolves to this computer whoever asks (RFC 6761, section 6.3). */
const LOOPBACK = /^(localhost|[a-z0-9-]{1,63}\.localhost|127(\.\d{1,3}){3}|\[::1\])$/

/**
 * Refuses a request for a host that is not this server's: after DNS rebinding another site's page counts as
 * being of the same origin, but it still asks for its own name.
 */
export function requireKnownHost({ hosts }: Site): RequestHandler {
  const known = new Set(hosts.map((name) => (name.includes(':') ? `[${name}]` : name)))
  return (request, _, next) => {
    const host = nameOf(request.headers.host)
    if (host !== undefined && (LOOPBACK.test(host) || known.has(host))) return next()
    const { host: given = '' } = request.headers
    if (given === '') {
      throw new UserError(
        'bad-request',
        'The request names no host; send a Host header with the address of this server.',
      )
    }
    throw new UserError(
      'unknown-host',
      `This server is not called "${given.slice(0, 100)}"; ask for it by its address, or start it ` +
        'with NUCLEUS_HOSTS=NAME.',
    )
  }
}

/** The name in a Host header, without its port. */
function nameOf(header: string | undefined): string | undefined {
  if (header === undefined || header.length > 300) return undefined
  return /^(\[[^\]]{0,50}\]|[^:]{1,260})(:\d{1,5})?$/.exec(header)?.[1]?.toLowerCase()
}
