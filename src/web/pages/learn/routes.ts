import { Router } from 'express'
import { LearnPage } from '../../../page/learn/page.tsx'
import { once } from '../once.ts'
import { sendPage } from '../send-page.ts'
import { learnProps } from './learn.ts'

/** `/learn`: figures and text, nothing that needs a script. */
export function learnPageRoutes(): Router {
  const router = Router()
  const props = once(learnProps)
  router.get('/learn', async (_, response) =>
    sendPage(response, {
      id: 'learn',
      title: 'Learn',
      Page: LearnPage,
      props: await props(),
      isStatic: true,
    }),
  )
  return router
}
