import { z } from 'zod'
import { parseWith } from '../../runs/request/parse.ts'
import type { Dependencies } from './dependencies.ts'

export const downloadSchema = z.strictObject({
  dtype: z.string('dtype must be text').max(100, 'dtype may be 100 characters long').optional(),
})

/**
 * Starts a download that goes on until it is done or cancelled; the list of models shows how it ends.
 * @param wishes a request's body: the dtype, if any
 * @returns the id of what is fetched
 * @throws UserError `bad-request`, `unknown-model` or `unknown-dtype`
 */
export function startDownload(library: Dependencies['library'], id: string, wishes: unknown): string {
  const { dtype } = parseWith(downloadSchema, wishes, 'a JSON object, empty or with a dtype')
  const entry = library.find(id, dtype)
  library.install(entry.id).catch(() => undefined)
  return entry.id
}
