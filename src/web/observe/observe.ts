import { type RequestHandler, Router } from 'express'
import { collectDefaultMetrics, Registry } from 'prom-client'
import type { Engine } from '../../engine/engine.ts'
import type { Dependencies } from '../http/dependencies.ts'
import { watchExchanges } from './exchanges.ts'
import { watchRefusals, watchState } from './gauges.ts'
import { silentLog } from './log.ts'
import { watchRuns } from './run-meters.ts'
import { watchTasks } from './task-meters.ts'

/** Everything that is counted and logged, and `GET /metrics` in Prometheus's text form. */
export interface Observatory {
  /** An engine whose runs and tasks are counted. */
  readonly engine: Engine
  /** Counts, times and logs every request that comes after it. */
  readonly exchanges: RequestHandler
  readonly routes: Router
}

export function observe({
  engine,
  library,
  log = silentLog,
  logsPrompts = false,
  refusals,
}: Dependencies): Observatory {
  const registry = new Registry()
  // The process's memory and time, and how late its event loop is.
  collectDefaultMetrics({ register: registry })
  watchState(registry, { engine, library })
  if (refusals) watchRefusals(registry, refusals)
  const routes = Router()
  routes.get('/metrics', async (_, response) => {
    response.set('content-type', registry.contentType).send(await registry.metrics())
  })
  return {
    routes,
    exchanges: watchExchanges(registry, log),
    engine: { ...engine, ...watchRuns(engine, registry, logsPrompts), ...watchTasks(engine, registry) },
  }
}
