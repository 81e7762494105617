import { Router } from 'express'
import type { Dependencies } from './dependencies.ts'

/**
 * `GET /healthz`: the process answers; it touches no disk. `GET /readyz`: the default model is open and
 * checked, and the server takes work; 503 with the reason otherwise.
 */
export function healthRoutes({ library, isStopping = () => false }: Dependencies): Router {
  const router = Router()
  const model = library.defaultId
  router.get('/healthz', (_, response) => void response.json({ status: 'ok' }))
  router.get('/readyz', (_, response) => {
    if (isStopping()) return void response.status(503).json({ status: 'stopping', model })
    const listing = library.list().find(({ id }) => id === model)
    if (listing?.state === 'loaded') return void response.json({ status: 'ready', model })
    // What could not be opened may have been mended since.
    library.load().catch(() => undefined)
    const reason = listing && 'reason' in listing ? { reason: listing.reason } : {}
    response.status(503).json({ status: 'loading', model, ...reason })
  })
  return router
}
