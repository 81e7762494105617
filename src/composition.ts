import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Configuration, readConfiguration } from './configuration.ts'
import type { Engine } from './engine/engine.ts'
import { openEngineProcess } from './engine/process/remote-engine.ts'
import { readCatalogue } from './models/catalogue/read-catalogue.ts'
import type { OpenModel } from './models/host.ts'
import { createHostedLibrary, createModelLibrary, type ModelLibrary } from './models/library.ts'
import { programVersion, projectRoot } from './project.ts'

/** The models on offer, opened in this process: for the command line and tests. */
export function openLibrary(root = projectRoot): ModelLibrary {
  const { catalogue, folders, settings } = partsOf(root, readConfiguration())
  return createModelLibrary(catalogue, folders, settings)
}

/**
 * The models on offer, opened in an engine's process, and that engine: for a server, whose thread serves
 * only.
 */
export function openServedLibrary(configuration: Configuration = readConfiguration()): {
  readonly library: ModelLibrary<OpenModel>
  readonly engine: Engine
} {
  const { catalogue, folders, settings } = partsOf(projectRoot, configuration)
  const { host, serve } = openEngineProcess(catalogue.default)
  const library = createHostedLibrary(host, catalogue, folders, {
    ...settings,
    mayFetch: configuration.managesModels,
  })
  return { library, engine: serve(library) }
}

function partsOf(root: string, { cache, memoryLimit }: Configuration) {
  const list = join(root, 'models.json')
  if (!existsSync(list)) throw new Error(`${list} is missing; restore it from the repository`)
  return {
    catalogue: readCatalogue(list),
    folders: { builtIn: join(root, 'models'), cache },
    settings: { memoryLimit, program: programVersion(root) },
  }
}
