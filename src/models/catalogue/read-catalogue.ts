import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type Catalogue, catalogueSchema } from './catalogue.ts'

/**
 * Reads and validates `models.json`.
 * @throws Error listing what is wrong in it
 */
export function readCatalogue(path: string): Catalogue {
  const result = catalogueSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (!result.success) throw new Error(`${path} is not a model list:\n${z.prettifyError(result.error)}`)
  return result.data
}
