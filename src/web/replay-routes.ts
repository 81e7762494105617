import { Router } from 'express'
import { toJson } from '../runs/json.ts'
import { replay } from '../runs/replay.ts'
import { modelsOf, parseRunFile } from '../runs/run-file.ts'
import { hangUp } from './api.ts'
import type { Dependencies } from './dependencies.ts'

/** What a run's record needs, and whether a recorded run comes out the same here. */
export function replayRoutes({ library, runner }: Dependencies): Router {
  const router = Router()
  router.get('/api/environment', async (request, response) => {
    const { model } = request.query
    const ids = [model ?? library.defaultId].flat().map(String)
    response.json(await library.environment(ids))
  })
  router.post('/api/replay', async (request, response) => {
    const recording = parseRunFile(request.body)
    const environment = await library.environment(modelsOf(recording.request, library.defaultId))
    const result = await replay(runner, recording, environment, hangUp(request, response))
    if (result && !response.destroyed) response.type('application/json').send(toJson(result))
  })
  return router
}
