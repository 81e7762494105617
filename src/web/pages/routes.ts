import { type ErrorRequestHandler, type RequestHandler, Router } from 'express'
import type { Dependencies } from '../http/dependencies.ts'
import { wantsPage } from '../http/exchange.ts'
import { refuseUnknownRoute } from '../http/methods.ts'
import { pageBefore } from '../http/page-before.ts'
import { beginProblem, problemOf } from '../http/problems.ts'
import { classPageRoutes } from './class/routes.ts'
import { comparePageRoutes } from './compare/compare.ts'
import { galleryPageRoutes } from './gallery/routes.ts'
import { labPageRoutes } from './lab/routes.ts'
import { learnPageRoutes } from './learn/routes.ts'
import { modelsPageRoutes } from './models/routes.ts'
import { referencePageRoutes } from './reference/routes.ts'
import { trialsPageRoutes } from './trials/routes.ts'

/** The pages people open. */
export function pageRoutes(dependencies: Dependencies): Router {
  const router = Router()
  router.use(comparePageRoutes(dependencies))
  router.use(labPageRoutes(dependencies))
  router.use(learnPageRoutes())
  router.use(classPageRoutes(dependencies))
  router.use(modelsPageRoutes(dependencies))
  router.use(trialsPageRoutes(dependencies))
  router.use(referencePageRoutes())
  router.use(galleryPageRoutes(dependencies))
  router.use(showProblem)
  return router
}

/**
 * Shows what did not work in a page's frame, so that the other pages are one step away. What a program asked
 * for, and what the view cannot show, goes on to the plain answer.
 */
const showProblem: ErrorRequestHandler = (error, request, response, next) => {
  if (response.destroyed || response.headersSent || !wantsPage(request)) return next(error)
  const { status, code, message } = problemOf(error)
  const words = { title: 'This did not work', sentence: message, back: pageBefore(request) }
  response.render('problem', words, (fault, page) => {
    if (fault) return next(fault)
    beginProblem(response, status, code)
    response.send(page)
  })
}

/** Answers an address that is no page. Mounted behind all routes. */
export const noPage: RequestHandler = (request, response, next) => {
  // A program gets the shape of every other error.
  if (request.accepts(['html', 'json']) === 'json') return refuseUnknownRoute(request, response, next)
  response.status(404).render('problem', {
    title: 'There is no page here',
    sentence: `Nothing lives at ${request.path}.`,
    back: pageBefore(request),
  })
}
