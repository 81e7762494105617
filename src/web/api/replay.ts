import { Router } from 'express'
import { inField } from '../../errors.ts'
import { toJson } from '../../runs/json.ts'
import { replay } from '../../runs/replay/replay.ts'
import { modelsOf, parseRunFile } from '../../runs/replay/run-file.ts'
import { parseLane } from '../../runs/request/lane.ts'
import { modelsNamed } from '../../runs/run/run-models.ts'
import type { Dependencies } from '../http/dependencies.ts'
import { abortOnClose } from '../http/exchange.ts'
import { queryOf } from '../http/form-fields.ts'

/** What a run's record needs, and whether a recorded run comes out the same here. */
export function replayRoutes({ library, engine }: Dependencies): Router {
  const router = Router()
  router.get('/api/environment', async (request, response) => {
    const query = queryOf(request)
    const lanes = query.getAll('lane').map((one) => inField('lane', () => parseLane(one)))
    response.json(
      await library.environment([query.get('model') ?? library.defaultId, ...modelsNamed({ lanes })]),
    )
  })
  router.post('/api/replay', async (request, response) => {
    const recording = parseRunFile(request.body)
    const environment = await library.environment(modelsOf(recording.request, library.defaultId))
    const result = await replay(engine, recording, environment, abortOnClose(response))
    if (result && !response.destroyed) response.type('application/json').send(toJson(result))
  })
  return router
}
