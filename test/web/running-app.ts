import type { AddressInfo } from 'node:net'
import { openLibrary, projectRoot } from '../../src/composition.ts'
import { createEngine } from '../../src/engine/local-engine.ts'
import { shippedResults } from '../../src/experiments/harness/shipped.ts'
import { createApp } from '../../src/web/app.ts'
import type { Dependencies } from '../../src/web/http/dependencies.ts'

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
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await engine.idle()
      await library.release()
    },
  }
}
