import type { RequestHandler } from 'express'
import { UserError } from '../../errors.ts'

/**
 * Refuses what another site's page sends: a form or a body-less POST needs nobody's leave to cross origins, and these
 * requests fetch or delete files. Programs send neither header and pass.
 */
export const requireSameOrigin: RequestHandler = (request, _, next) => {
  const { 'sec-fetch-site': site, origin, host } = request.headers
  const isForeign =
    site === undefined
      ? origin !== undefined && hostOf(origin) !== host
      : site !== 'same-origin' && site !== 'none'
  if (!isForeign) return next()
  throw new UserError('foreign-origin', 'This can be asked for by this program’s own pages only.')
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host
  } catch {
    return undefined
  }
}
