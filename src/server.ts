import type { Server } from 'node:http'
import { openLibrary, projectRoot } from './composition.ts'
import { shippedResults } from './experiments/harness/shipped.ts'
import { createRunner } from './runs/run/runner.ts'
import { createApp } from './web/app.ts'
import { type Address, listen, readAddress } from './web/http/listen.ts'

/** Opens the playground and loads the built-in model behind it; Ctrl-C closes it. */
export async function serve(address: Address = readAddress(process.env)): Promise<Server> {
  const library = openLibrary()
  const runner = createRunner(library)
  const app = createApp({ root: projectRoot, results: shippedResults, library, runner })
  const server = await listen(app, address)
  library.load().catch((error: Error) => console.error(error.message))
  const close = async () => {
    server.close()
    server.closeAllConnections()
    await runner.idle()
    await library.release()
    process.exit(0)
  }
  process.once('SIGINT', close).once('SIGTERM', close)
  return server
}

if (import.meta.filename === process.argv[1]) {
  serve().catch((error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
