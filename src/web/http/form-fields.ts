import type { Request } from 'express'
import { z } from 'zod'
import { UserError } from '../../errors.ts'
import { parseWith } from '../../runs/request/parse.ts'

/** A request's query as its pairs; a repeated name is a list. */
export function queryOf({ originalUrl }: Request): URLSearchParams {
  const at = originalUrl.indexOf('?')
  return new URLSearchParams(at < 0 ? '' : originalUrl.slice(at + 1))
}

/** What a form is asked for in the address that it is posted to, in a few words each: none of it is read. */
export const besideForm = (request: Request): string[] =>
  [...new Set(queryOf(request).keys())].map(
    (name) => `the field “${name.slice(0, 100)}” in its address, where a form has none`,
  )

/**
 * A posted form as its pairs.
 * @param body no string where it came as another type, which must not pass for an empty form
 * @throws UserError `bad-request`
 */
export function fieldsOf(body: unknown): URLSearchParams {
  if (body instanceof URLSearchParams) return body
  throw new UserError(
    'bad-request',
    'Expected a form with at least one field; send it with content-type: application/x-www-form-urlencoded.',
  )
}

/** Refuses a body where none is expected. @param fields of a form or of JSON */
export const requireNothing = (fields: unknown = {}): void =>
  void parseWith(z.strictObject({}), fields, 'no body, or an empty one')

/** A posted form as an object, which is empty where nothing was sent; a repeated name is a list. */
export function recordOf(body: unknown): Record<string, unknown> {
  const fields = body === undefined ? new URLSearchParams() : fieldsOf(body)
  const names = [...new Set(fields.keys())]
  return Object.fromEntries(
    names.map((name) => {
      const all = fields.getAll(name)
      return [name, all.length > 1 ? all : all[0]]
    }),
  )
}
