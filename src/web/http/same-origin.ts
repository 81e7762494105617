import type { Request, RequestHandler } from 'express'
import { UserError } from '../../errors.ts'
import { linkPage } from './plain-page.tsx'
import type { Site } from './site.ts'

/**
 * Refuses what another site's page asks for: a form, a picture or a body-less POST needs nobody's leave to
 * cross origins. Programs send neither `Sec-Fetch-Site` nor `Origin`, and pass. A link from another site
 * opens a page; where it would compute something, the person is asked first.
 */
export function refuseOtherSites({ origins }: Site): RequestHandler {
  const allowed = new Set(origins)
  return (request, response, next) => {
    const { origin } = request.headers
    if (!isForeign(request) || (origin !== undefined && allowed.has(origin))) return next()
    if (!isLink(request)) {
      throw new UserError(
        'foreign-origin',
        'Another site’s page asked for this; only this program’s own pages may.',
      )
    }
    if (Object.keys(request.query).length === 0) return next()
    response.send(linkPage(request.originalUrl))
  }
}

function isForeign(request: Request): boolean {
  const { 'sec-fetch-site': site, origin, host } = request.headers
  if (site === undefined) return origin !== undefined && hostOf(origin) !== host
  return site !== 'same-origin' && site !== 'none'
}

/** Whether a person followed a link to a page. */
function isLink({ method, headers, path }: Request): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  if (headers['sec-fetch-mode'] !== 'navigate' || headers['sec-fetch-dest'] !== 'document') return false
  return !/^\/(api|v1|metrics|readyz)(\/|$)/.test(path)
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host
  } catch {
    return undefined
  }
}
