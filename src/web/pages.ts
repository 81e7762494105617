import { Router } from 'express'
import type { Dependencies } from './dependencies.ts'
import { galleryPageRoutes } from './gallery-pages.ts'
import { labPageRoutes } from './lab-pages.ts'
import { comparePageRoutes } from './page-compare.ts'

/** The pages people open. */
export function pageRoutes(dependencies: Dependencies): Router {
  const router = Router()
  router.use(comparePageRoutes(dependencies))
  router.use(labPageRoutes(dependencies))
  router.use(galleryPageRoutes(dependencies))
  router.use((request, response) => {
    response.status(404).render('problem', {
      title: 'There is no page here',
      sentence: `Nothing lives at ${request.path}.`,
    })
  })
  return router
}
