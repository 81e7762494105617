import { join } from 'node:path'
import { projectRoot } from '../../project.ts'

/**
 * The results that are part of the project: the built-in model's, and a folder below for every other model's.
 */
export const shippedResults = join(projectRoot, 'results')

/**
 * Where the report of a results folder goes, and how it names the figures: in the folder itself, but the
 * project's own report lies beside its folder, where readers look for it.
 */
export function reportPlace(folder: string): { readonly path: string; readonly figures: string } {
  if (folder === shippedResults) return { path: join(projectRoot, 'RESULTS.md'), figures: 'results/' }
  return { path: join(folder, 'RESULTS.md'), figures: '' }
}
