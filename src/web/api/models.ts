import { Router } from 'express'
import type { ModelListing } from '../../models/model-listing.ts'
import { toJson } from '../../runs/json.ts'
import type { Dependencies } from '../http/dependencies.ts'
import { requireJson } from '../http/exchange.ts'
import { requireNothing } from '../http/form-fields.ts'
import { LOCAL_SITE, requireManagement } from '../http/site.ts'
import { startDownload } from '../http/start-download.ts'

/**
 * Fetching, cancelling and removing models over HTTP, and what they take. Mounted before the rest of the API.
 */
export function modelsApiRoutes({ library, site = LOCAL_SITE }: Dependencies): Router {
  const manage = requireManagement(site)
  const router = Router()
  const listingOf = (id: string): ModelListing | undefined => library.list().find((one) => one.id === id)
  router.get('/api/models/usage', (_, response) => {
    response.type('application/json').send(toJson(library.usage()))
  })
  router.post('/api/models/:id/download', manage, requireJson, (request, response) => {
    const id = startDownload(
      library,
      String(request.params.id),
      request.body === undefined ? {} : request.body,
    )
    response.status(202).json(listingOf(id))
  })
  router.delete('/api/models/:id/download', manage, requireJson, (request, response) => {
    requireNothing(request.body)
    library.cancel(String(request.params.id))
    response.json(listingOf(String(request.params.id)))
  })
  router.delete('/api/models/:id', manage, requireJson, async (request, response) => {
    requireNothing(request.body)
    await library.remove(String(request.params.id))
    response.status(204).end()
  })
  return router
}
