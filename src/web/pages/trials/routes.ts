import { Router } from 'express'
import { TrialsPage } from '../../../page/trials/page.tsx'
import { DEFAULT_LANES, parseRunRequest } from '../../../runs/request/request.ts'
import { strategyDescriptions } from '../../../strategies/registry.ts'
import type { Dependencies } from '../../http/dependencies.ts'
import { readyModels } from '../../http/ready-models.ts'
import { sendPage } from '../send-page.ts'

/** `/trials`: many prompts, one table. */
export function trialsPageRoutes({ library }: Dependencies): Router {
  const router = Router()
  router.get('/trials', (_, response) => {
    const { maxTokens } = parseRunRequest({ prompt: '', lanes: DEFAULT_LANES })
    const props = {
      models: readyModels(library).map(({ id, title }) => ({ id, title })),
      defaultId: library.defaultId,
      maxTokens,
      strategies: strategyDescriptions,
    }
    return sendPage(response, { id: 'trials', title: 'Trials', Page: TrialsPage, props })
  })
  return router
}
