import type { Request } from 'express'

/** A path of this server; anything else becomes the start page. */
export const ownPath = (path: unknown): string =>
  typeof path === 'string' && /^\/(?![/\\])[\x21-\x7e]{0,20000}$/.test(path) ? path : '/'

/**
 * Where a person goes back to from a request that did not work: the page that sent it, else the one that a
 * form's address belongs to, else the start page.
 */
export function pageBefore({ method, path, originalUrl, headers }: Request): string {
  const sender = URL.canParse(headers.referer ?? '') ? new URL(headers.referer!) : undefined
  const isOwn = sender !== undefined && sender.host === headers.host
  const from = isOwn ? ownPath(sender.pathname + sender.search) : '/'
  if (from !== '/' && from !== originalUrl) return from
  return method === 'GET' ? '/' : ownPath(`/${path.split('/')[1]}`)
}
