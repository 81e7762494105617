import { Router } from 'express'
import type { Dependencies } from '../http/dependencies.ts'
import { openApi } from './openapi.ts'

/** `/openapi.json`: the API as programs read it. */
export function descriptionRoutes({ version = '' }: Dependencies): Router {
  const router = Router()
  router.get('/openapi.json', (_, response) => void response.json(openApi(version)))
  return router
}
