import { openLibrary, projectRoot } from '../../src/composition.ts'
import { createEngine } from '../../src/engine/local-engine.ts'
import { shippedResults } from '../../src/experiments/harness/shipped.ts'
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
