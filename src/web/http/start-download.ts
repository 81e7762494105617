import { z } from 'zod'
import { parseWith } from '../../runs/request/parse.ts'
import type { Dependencies } from './dependencies.ts'

export const downloadSchema = z.strictObject({
  accept: z
    .union([z.boolean(), z.literal('on')], 'accept must be true or false')
    .optional()
    .describe('For a model with terms: true accepts them.'),
  dtype: z
    .string('dtype must be text')
    .max(100, 'dtype may be at most 100 characters long')
    .optional()
    .describe('Which export to fetch; the default one if omitted.'),
})

/**
 * Starts a download that goes on until it is done or cancelled; the list of models shows how it ends.
 * @param wishes a request's body: the dtype, if any
 * @returns the id of what is fetched
 * @throws UserError `bad-request`, `unknown-model`, `unknown-dtype` or `terms-not-accepted`
 */
export function startDownload(library: Dependencies['library'], id: string, wishes: unknown): string {
  const { dtype, accept = false } = parseWith(downloadSchema, wishes, 'a JSON object, empty or with a dtype')
  const entry = library.find(id, dtype)
  const acceptsTerms = accept !== false
  library.checkTerms(entry.id, acceptsTerms)
  library.install(entry.id, { acceptsTerms }).catch(() => undefined)
  return entry.id
}
