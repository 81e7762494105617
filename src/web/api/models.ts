import { Router } from 'express'
import { z } from 'zod'
import { rowHtml, rowView, usageText } from '../../../public/js/models/row-view.js'
import type { ModelListing } from '../../models/library.ts'
import { toJson } from '../../runs/json.ts'
import { parseWith } from '../../runs/request/request.ts'
import type { Dependencies } from '../http/dependencies.ts'
import { requireJson } from '../http/exchange.ts'
import { LOCAL_SITE, requireManagement } from '../http/site.ts'

const choice = z.strictObject({ dtype: z.string('dtype must be text').optional() })

/** Fetching, cancelling and removing models over HTTP, and what they take. Mounted before the rest of the API. */
export function modelsApiRoutes({ library, site = LOCAL_SITE }: Dependencies): Router {
  const manage = requireManagement(site)
  const router = Router()
  const listingOf = (id: string): ModelListing | undefined => library.list().find((one) => one.id === id)
  router.get('/api/models/usage', (_, response) => {
    response.type('application/json').send(toJson(library.usage()))
  })
  router.post('/api/models/:id/download', manage, requireJson, (request, response) => {
    const { dtype } = parseWith(choice, request.body ?? {})
    const id = start(library, String(request.params.id), dtype)
    response.status(202).json(listingOf(id))
  })
  router.delete('/api/models/:id/download', manage, (request, response) => {
    library.cancel(String(request.params.id))
    response.json(listingOf(String(request.params.id)))
  })
  router.delete('/api/models/:id', manage, async (request, response) => {
    await library.remove(String(request.params.id))
    response.status(204).end()
  })
  return router
}

/** Starts a download that goes on until it is done or cancelled; how it ends is told by the list. */
function start(library: Dependencies['library'], id: string, dtype?: string): string {
  const entry = library.find(id, dtype)
  library.install(entry.id).catch(() => undefined)
  return entry.id
}

/** `/models`, and its forms for browsers without scripts. */
export function modelsPageRoutes({ library, site = LOCAL_SITE }: Dependencies): Router {
  const manage = requireManagement(site)
  const router = Router()
  router.get('/models', (request, response) => {
    const asked = String(request.query.remove ?? '')
    const page = { defaultId: library.defaultId, asked, now: Date.now() }
    const models = library.list()
    response.render('models', {
      rows: models.map((model) => rowHtml(rowView(model, page))).join(''),
      usage: usageText(library.usage()),
      defaultId: library.defaultId,
      isMoving: models.some(({ state }) => state === 'queued' || state === 'downloading'),
    })
  })
  router.post('/models/:id/:action', manage, async (request, response, next) => {
    const { id, action } = request.params as { id: string; action: string }
    let shown = id
    if (action === 'download') shown = start(library, id, parseWith(choice, { ...request.body }).dtype)
    else if (action === 'cancel') library.cancel(id)
    else if (action === 'remove') await library.remove(id)
    else return next()
    response.redirect(303, `/models#model-${shown}`)
  })
  return router
}
