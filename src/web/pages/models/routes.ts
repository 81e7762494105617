import { Router } from 'express'
import { z } from 'zod'
import { ModelsPage } from '../../../page/models/page.tsx'
import { text } from '../../../runs/request/fields.ts'
import { LIMITS } from '../../../runs/request/limits.ts'
import { parseWith } from '../../../runs/request/parse.ts'
import type { Dependencies } from '../../http/dependencies.ts'
import { abortOnClose } from '../../http/exchange.ts'
import { queryOf, recordOf, requireNothing } from '../../http/form-fields.ts'
import { LOCAL_SITE, requireManagement } from '../../http/site.ts'
import { startDownload } from '../../http/start-download.ts'
import { sendPage } from '../send-page.ts'

const lookUpSchema = z.strictObject({ repository: text('repository', LIMITS.id) })

/** `/models`, and its forms for browsers without scripts. */
export function modelsPageRoutes({ library, site = LOCAL_SITE }: Dependencies): Router {
  const router = Router()
  router.get('/models', (request, response) => {
    const usage = library.usage()
    const models = library.list()
    const asked = queryOf(request).get('remove')
    const canBe = site.managesModels && models.some(({ id, isRemovable }) => id === asked && isRemovable)
    const props = {
      models,
      usage: { ...usage, memoryLimit: String(usage.memoryLimit) },
      defaultId: library.defaultId,
      asked: asked ?? '',
      now: Date.now(),
      isManaged: site.managesModels,
    }
    return sendPage(response, {
      id: 'models',
      title: 'Models',
      Page: ModelsPage,
      props,
      reads: { once: ['remove'], many: [] },
      ...(asked !== null &&
        !canBe && { fault: `There is no model “${asked.slice(0, 100)}” here that can be removed.` }),
    })
  })
  router.post('/models/look-up', requireManagement(site), async (request, response) => {
    const { repository } = parseWith(lookUpSchema, recordOf(request.body), 'a form with a repository')
    const { id } = await library.lookUp(repository.trim(), abortOnClose(response))
    response.redirect(303, `/models#model-${id}`)
  })
  router.post('/models/:id/:action', requireManagement(site), async (request, response, next) => {
    const { id, action } = request.params as { id: string; action: string }
    let shown = id
    if (action === 'cancel' || action === 'remove') requireNothing(recordOf(request.body))
    if (action === 'download') shown = startDownload(library, id, recordOf(request.body))
    else if (action === 'cancel') library.cancel(id)
    else if (action === 'remove') await library.remove(id)
    else return next()
    response.redirect(303, `/models#model-${shown}`)
  })
  return router
}
