import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readCatalogue } from './models/catalogue.ts'
import { createModelLibrary, type ModelLibrary } from './models/library.ts'

/** Folder of the project: `models.json`, `models`, `views` and `public` lie there. */
export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)))

/** Where fetched models are kept: NUCLEUS_CACHE, or the user's cache folder. */
const cacheFolder = (): string =>
  process.env.NUCLEUS_CACHE ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'nucleus-playground')

/** The models on offer, wired to their folders: shared by both composition roots and the tests. */
export function openLibrary(root = projectRoot): ModelLibrary {
  const list = join(root, 'models.json')
  if (!existsSync(list)) throw new Error(`${list} is missing; restore it from the repository`)
  return createModelLibrary(readCatalogue(list), { builtIn: join(root, 'models'), cache: cacheFolder() })
}
