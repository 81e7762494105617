import type { Request } from 'express'
import { UserError } from '../../errors.ts'

/** A request's query as its pairs; a repeated name is a list. */
export function queryOf({ originalUrl }: Request): URLSearchParams {
  const at = originalUrl.indexOf('?')
  return new URLSearchParams(at < 0 ? '' : originalUrl.slice(at + 1))
}

/**
 * A posted form as its pairs again.
 * @param body undefined where it came in another form and was not read: nothing of it may be taken as not said
 * @throws UserError `bad-request`
 */
export function fieldsOf(body: unknown): URLSearchParams {
  if (body === undefined) {
    throw new UserError(
      'bad-request',
      'Expected a form; send it with content-type: application/x-www-form-urlencoded.',
    )
  }
  const fields = new URLSearchParams()
  for (const [name, value] of Object.entries(typeof body === 'object' && body !== null ? body : {})) {
    for (const one of Array.isArray(value) ? value : [value]) fields.append(name, String(one))
  }
  return fields
}
