import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { Catalogue } from '../../src/models/catalogue/catalogue.ts'
import { readCatalogue } from '../../src/models/catalogue/read-catalogue.ts'
import { createModelLibrary } from '../../src/models/library.ts'
import { projectRoot } from '../../src/project.ts'
import { startHub, type TestHub } from '../models/install/hub-server.ts'
import { startApp, useApp } from '../web/running-app.ts'

interface Options {
  /** What the catalogue has beside the shipped one. */
  readonly catalogue?: Partial<Catalogue>
  /** Makes the repository that the hub answers with in a folder; by default that of the fixture. */
  readonly repository?: (folder: string) => string
}

/** The application with a hub and a cache of its own, for a test file. */
export function useHubApp({ catalogue, repository }: Options = {}) {
  const work = mkdtempSync(join(tmpdir(), 'nucleus-test-'))
  const cache = join(work, 'cache')
  let hub: TestHub | undefined
  afterAll(async () => {
    await hub?.close()
    rmSync(work, { recursive: true })
  })
  const app = useApp(async () => {
    hub = await startHub(repository?.(join(work, 'repository')))
    const models = { ...readCatalogue(join(projectRoot, 'models.json')), ...catalogue }
    return startApp(createModelLibrary(models, { builtIn: join(projectRoot, 'models'), cache }))
  })
  return {
    cache,
    app,
    get hub() {
      return hub!
    },
  }
}
