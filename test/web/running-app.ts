import { afterAll, beforeAll } from 'vitest'
import { openLibrary } from '../../src/composition.ts'
import { createEngine } from '../../src/engine/local-engine.ts'
import { shippedResults } from '../../src/experiments/harness/shipped.ts'
import { projectRoot } from '../../src/project.ts'
import { createApp } from '../../src/web/app.ts'
import type { Dependencies } from '../../src/web/http/dependencies.ts'
import { listen } from '../../src/web/http/listen.ts'

export interface RunningApp {
  readonly url: string
  close(): Promise<void>
}

/** The real application on the built-in model, on a free port of loopback. */
export async function startApp(
  library = openLibrary(),
  results = shippedResults,
  more: Partial<Dependencies> = {},
): Promise<RunningApp> {
  await library.load()
  const engine = createEngine(library)
  const app = createApp({ root: projectRoot, results, library, engine, ...more })
  const { server, url } = await listen(app, { host: '127.0.0.1', port: 0, connections: 1000 }, more.refusals)
  return {
    url,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await engine.idle()
      await library.release()
    },
  }
}

let ofWorker: Promise<RunningApp> | undefined

/**
 * The application of a test file: one that all files of this worker share and none changes, open until the
 * worker ends, or one of the file's own.
 * @param start starts the file's own
 */
export function useApp(start?: () => Promise<RunningApp>): { readonly url: string } {
  let app: RunningApp | undefined
  beforeAll(async () => {
    if (!start) ofWorker ??= startApp()
    app = await (start ? start() : ofWorker)
  })
  if (start) afterAll(() => app?.close())
  return {
    get url() {
      return app!.url
    },
  }
}
