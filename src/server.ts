import type { Server } from 'node:http'
import { openServedLibrary, projectRoot } from './composition.ts'
import { shippedResults } from './experiments/harness/shipped.ts'
import { createApp } from './web/app.ts'
import { type Address, listen, readAddress } from './web/http/listen.ts'

/** Opens the playground and loads the built-in model behind it; Ctrl-C closes it. */
export async function serve(address: Address = readAddress(process.env)): Promise<Server> {
  const { library, engine } = openServedLibrary()
  const app = createApp({ root: projectRoot, results: shippedResults, library, engine })
  const server = await listen(app, address).catch(async (error: Error) => {
    await engine.close()
    throw error
  })
  library.load().catch((error: Error) => console.error(error.message))
  const close = async () => {
    server.close()
    server.closeAllConnections()
    await engine.idle()
    await library.release()
    await engine.close()
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
