import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import { openServedLibrary } from './composition.ts'
import { type Configuration, readConfiguration } from './configuration.ts'
import type { Engine } from './engine/engine.ts'
import { shippedResults } from './experiments/harness/shipped.ts'
import { programVersion, projectRoot } from './project.ts'
import { prepareModel } from './terminal/prepare-model.ts'
import { createApp } from './web/app.ts'
import { createDrain } from './web/http/drain.ts'
import { listen } from './web/http/listen.ts'
import { createRefusals } from './web/http/refusals.ts'
import { createLog } from './web/observe/log.ts'
import { addressesFor } from './web/pages/class/addresses.ts'

interface ServeOptions {
  /** Id or `ORG/NAME` of a model to make ready while the playground runs on the built-in one. */
  readonly model?: string | undefined
}

/** Opens the playground and loads the built-in model behind it; Ctrl-C or a TERM signal closes it. */
export async function serve(
  configuration: Configuration = readConfiguration(),
  { model }: ServeOptions = {},
): Promise<Server> {
  const log = createLog(configuration.logLevel)
  const { library, engine } = openServedLibrary(configuration)
  const drain = createDrain(engine)
  const token = tokenOf(configuration)
  const refusals = createRefusals()
  const app = createApp({
    root: projectRoot,
    results: shippedResults,
    library,
    version: programVersion(projectRoot),
    engine: drain.engine,
    isStopping: drain.isStopping,
    refusals,
    site: { ...configuration, token },
    log,
    logsPrompts: configuration.logsPrompts,
  })
  const { server, url } = await listen(app, configuration, refusals).catch(async (error: Error) => {
    await engine.close()
    throw error
  })
  for (const warning of [...configuration.warnings, ...openness(configuration, token)]) log.warn(warning)
  const [own, ...others] = openedAt(url, configuration)
  console.log(`Nucleus is ready at ${own}`)
  if (others.length > 0) console.log(`Other computers open ${others.join(' or ')}`)
  library.load().catch((error: Error) => log.error(error.message))
  if (model !== undefined) {
    // What is being waited for is printed on the terminal, not logged.
    const print = (line: string) => console.log(line)
    prepareModel(library, model, own, print).catch((error: Error) => console.error(error.message))
  }
  closeOnSignal({ server, engine, drain, release: library.release }, configuration.drainSeconds)
  return server
}

/** A server that others can reach has a token unless its configuration has none. */
const tokenOf = ({ token }: Configuration): string | undefined =>
  typeof token === 'object' ? randomBytes(24).toString('base64url') : token

/**
 * Where it can be opened, here first. An address that means all of this computer's own is none that a browser
 * can open.
 */
function openedAt(url: string, { host, hosts }: Configuration): [string, ...string[]] {
  if (host !== '0.0.0.0' && host !== '::') return [url]
  const { port } = new URL(url)
  return [`http://localhost:${port}`, ...addressesFor(hosts, port).slice(0, 2)]
}

/** What whoever starts a server that others can reach should know. */
function openness(
  { host, isLoopback, token: asked, managesModels }: Configuration,
  token?: string,
): string[] {
  if (isLoopback) return []
  const models = managesModels ? 'fetch and remove models, ' : ''
  const reached = `Other computers can reach this server (HOST=${host}) and ${models}make it compute`
  if (token === undefined) return [`${reached}, without an access token: NUCLEUS_TOKEN is none.`]
  const fresh = `The access token of this start is ${token}; NUCLEUS_TOKEN sets one that stays.`
  return [`${reached}, with its access token.`, ...(typeof asked === 'object' ? [fresh] : [])]
}

interface Closing {
  readonly server: Server
  readonly engine: Engine
  readonly drain: ReturnType<typeof createDrain>
  release(): Promise<void>
}

/**
 * TERM lets what is under way finish for a while, Ctrl-C ends it at once; a second signal ends the process.
 */
function closeOnSignal({ server, engine, drain, release }: Closing, seconds: number): void {
  const close = async (grace: number) => {
    process.once('SIGINT', () => process.exit(1)).once('SIGTERM', () => process.exit(1))
    await drain.stop(grace)
    server.close()
    server.closeIdleConnections()
    // Last events are on their way; a client that does not take them holds nothing up.
    await new Promise((resolve) => setTimeout(resolve, LAST_EVENTS).unref())
    server.closeAllConnections()
    await release()
    await engine.close()
    process.exit(0)
  }
  const onTerm = () => void close(seconds * 1000)
  process.once('SIGINT', () => void close(0)).once('SIGTERM', onTerm)
  if (process.env.npm_lifecycle_event !== undefined) onceOrphaned(onTerm)
}

/**
 * npm puts a shell between itself and this process, and a TERM ends those two only: then the parent is
 * another one.
 */
function onceOrphaned(then: () => void): void {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    then()
  }, 250).unref()
}

/** Milliseconds that clients have to take their last event. */
const LAST_EVENTS = 200
