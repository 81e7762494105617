import { Router } from 'express'
import type { Dependencies } from './dependencies.ts'

/** The pages people open. */
export function pageRoutes(_: Dependencies): Router {
  return Router()
}
