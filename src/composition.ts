import { existsSync, readFileSync } from 'node:fs'
import { homedir, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Engine } from './engine/engine.ts'
import { openEngineProcess } from './engine/process/remote-engine.ts'
import { UserError } from './errors.ts'
import { readCatalogue } from './models/catalogue/catalogue.ts'
import type { OpenModel } from './models/host.ts'
import { createHostedLibrary, createModelLibrary, type ModelLibrary } from './models/library.ts'

/** Folder of the project: `models.json`, `models`, `views` and `public` lie there. */
export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)))

/** Where fetched models are kept: NUCLEUS_CACHE, or the user's cache folder. */
const cacheFolder = (): string =>
  process.env.NUCLEUS_CACHE ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'nucleus-playground')

/**
 * Bytes that models in memory may take together: NUCLEUS_MEMORY in MB, or half of what this computer has.
 * @throws UserError `bad-memory`
 */
export function memoryLimit({ NUCLEUS_MEMORY: megabytes } = process.env): number {
  // A container's limit; 0 or absurdly large where there is none.
  const allowed = process.constrainedMemory() || Number.POSITIVE_INFINITY
  if (megabytes === undefined) return Math.min(totalmem(), allowed) / 2
  if (Number(megabytes) > 0) return Number(megabytes) * 1e6
  throw new UserError('bad-memory', `NUCLEUS_MEMORY must be a number of MB above 0, got "${megabytes}".`)
}

/** The models on offer, opened in this process: for the command line and tests. */
export function openLibrary(root = projectRoot): ModelLibrary {
  const { catalogue, folders, settings } = partsOf(root)
  return createModelLibrary(catalogue, folders, settings)
}

/** The models on offer, opened in an engine's process, and that engine: for a server, whose thread serves only. */
export function openServedLibrary(root = projectRoot): {
  readonly library: ModelLibrary<OpenModel>
  readonly engine: Engine
} {
  const { catalogue, folders, settings } = partsOf(root)
  const { host, serve } = openEngineProcess(catalogue.default)
  const library = createHostedLibrary(host, catalogue, folders, settings)
  return { library, engine: serve(library) }
}

function partsOf(root: string) {
  const list = join(root, 'models.json')
  if (!existsSync(list)) throw new Error(`${list} is missing; restore it from the repository`)
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return {
    catalogue: readCatalogue(list),
    folders: { builtIn: join(root, 'models'), cache: cacheFolder() },
    settings: { memoryLimit: memoryLimit(), program: version },
  }
}
