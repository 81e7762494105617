import type { RequestHandler } from 'express'

/** What mail programs and social sites add to the links of others, to count who follows them. */
const TRACKING: ReadonlySet<string> = new Set(['fbclid', 'gclid', 'mc_cid', 'mc_eid', 'msclkid'])

const isTracking = (name: string): boolean => TRACKING.has(name) || name.startsWith('utm_')

/** A query, or an address's part from its question mark on, without such names; the rest is as it was. */
export const withoutTracking = (query: string): string =>
  query
    .split('&')
    .filter((pair) => [...new URLSearchParams(pair).keys()].every((name) => !isTracking(name)))
    .join('&')

/**
 * Leads a link that has such names to the same one without them: nobody who wrote or follows it meant them,
 * and the page, its address and what is copied from it are then as they were meant.
 */
export const dropTracking: RequestHandler = ({ method, path, originalUrl }, response, next) => {
  const at = originalUrl.indexOf('?')
  // What begins with two slashes is another server's address.
  if (at < 0 || (method !== 'GET' && method !== 'HEAD') || /^\/[/\\]/.test(path)) return next()
  const query = originalUrl.slice(at + 1)
  const kept = withoutTracking(query)
  if (kept === query) return next()
  response.redirect(kept === '' ? path : `${path}?${kept}`)
}
