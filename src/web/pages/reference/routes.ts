import { Router } from 'express'
import { ReferencePage } from '../../../page/reference/page.tsx'
import { once } from '../once.ts'
import { sendPage } from '../send-page.ts'
import { referenceProps } from './reference.ts'

/** `/openapi`: the API to read. */
export function referencePageRoutes(): Router {
  const router = Router()
  const props = once(referenceProps)
  router.get('/openapi', (_, response) =>
    sendPage(response, {
      id: 'reference',
      title: 'The API',
      Page: ReferencePage,
      props: props(),
      isStatic: true,
    }),
  )
  return router
}
