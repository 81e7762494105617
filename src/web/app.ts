import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import express, { type Express } from 'express'
import helmet from 'helmet'
import { apiRoutes } from './api/api.ts'
import { modelsApiRoutes } from './api/models.ts'
import { descriptionRoutes } from './description/routes.ts'
import { loginRoutes, requireToken } from './http/access-token.ts'
import { readBodies } from './http/body.ts'
import { keepNothing } from './http/caching.ts'
import { compressReplies } from './http/compress.ts'
import { allowOrigins } from './http/cross-origin.ts'
import type { Dependencies } from './http/dependencies.ts'
import { refuseExpectations } from './http/expectations.ts'
import { fileRoutes } from './http/files.ts'
import { healthRoutes } from './http/health.ts'
import { requireKnownHost } from './http/known-hosts.ts'
import { refuseOtherMethods, refuseUnknownRoute } from './http/methods.ts'
import { handleProblem } from './http/problems.ts'
import { refuseOtherSites } from './http/same-origin.ts'
import { LOCAL_SITE } from './http/site.ts'
import { dropTracking } from './http/tracking.ts'
import { takeTurns } from './http/turns.ts'
import { refuseUnreadQuery } from './http/unread-query.ts'
import { keepFacts } from './observe/facts.ts'
import { observe } from './observe/observe.ts'
import { handleOpenAiProblem } from './openai/problems.ts'
import { openAiRoutes } from './openai/routes.ts'
import { assetRoutes } from './pages/assets.ts'
import { pageBundle } from './pages/bundle.ts'
import { frameLocals } from './pages/frame.ts'
import { noPage, pageRoutes } from './pages/routes.ts'
import { pageSheets } from './pages/sheets.ts'

/** Paths whose errors have OpenAI's shape. */
const OPENAI_PATHS = ['/v1', '/tokenize', '/detokenize', '/tokenizer_info', '/health']

/** The web application, without `listen`. */
export function createApp(given: Dependencies): Express {
  const { engine, exchanges, routes } = observe(given)
  const { site = LOCAL_SITE } = given
  const dependencies = { ...given, engine }
  // Made beside the model's loading; whoever opens a page first waits for the rest of it.
  for (const made of [pageBundle(), pageSheets()]) made.catch((error: Error) => console.error(error.message))
  const app = express()
  app.disable('x-powered-by')
  // Errors that reach Express itself are answered without their stack.
  app.set('env', 'production')
  // Express reads the environment when it is made, so this does not follow from the line above.
  app.enable('view cache')
  app.set('view engine', 'ejs')
  app.set('views', join(dependencies.root, 'views'))
  app.use(exchanges, securityHeaders(), requireKnownHost(site), refuseExpectations)
  app.use(healthRoutes(given))
  app.use(takeTurns())
  app.use(compressReplies(), allowOrigins(site.origins))
  app.use(fileRoutes(join(dependencies.root, 'public'), { index: false, maxAge: 0 }))
  app.use('/fonts', fontFiles())
  app.use('/vendor', chartFiles())
  app.use(assetRoutes())
  app.use(dropTracking, refuseOtherSites(site))
  if (site.token !== undefined) {
    app.use('/login', refuseUnreadQuery)
    app.use(loginRoutes(site.token), requireToken(site.token))
  }
  app.use(frameLocals(dependencies))
  app.use(['/api', '/openapi.json', ...OPENAI_PATHS], keepNothing)
  app.use(readBodies())
  app.use(refuseUnreadQuery)
  app.use(keepFacts, routes)
  app.use(descriptionRoutes(dependencies))
  app.use(openAiRoutes(dependencies))
  app.use(modelsApiRoutes(dependencies))
  app.use(apiRoutes(dependencies))
  app.use(pageRoutes(dependencies))
  refuseOtherMethods(app.router)
  app.use(['/api', '/v1'], refuseUnknownRoute)
  app.use(noPage)
  app.use(OPENAI_PATHS, handleOpenAiProblem)
  app.use(handleProblem)
  return app
}

/** Nothing inline, nothing from another host. */
function securityHeaders() {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // A form of our own pages sends its origin; other sites learn nothing.
    referrerPolicy: { policy: 'same-origin' },
    // The playground is served over plain HTTP on this computer.
    strictTransportSecurity: false,
  })
}

/** The three variable fonts, from their packages. */
function fontFiles() {
  const require = createRequire(import.meta.url)
  const router = express.Router()
  for (const name of ['inter', 'source-serif-4', 'jetbrains-mono']) {
    const folder = join(dirname(require.resolve(`@fontsource-variable/${name}/package.json`)), 'files')
    router.use(`/${name}`, fileRoutes(folder, { immutable: true, maxAge: '30d' }))
  }
  return router
}

/**
 * Observable Plot and the d3 it is built on, from their packages: the page loads them when it first draws a
 * chart.
 */
function chartFiles() {
  const require = createRequire(import.meta.url)
  const router = express.Router()
  for (const [name, file] of [
    ['d3', 'd3.min.js'],
    ['@observablehq/plot', 'plot.umd.min.js'],
  ] as const) {
    const path = join(dirname(require.resolve(name)), '..', 'dist', file)
    router.get(`/${file}`, (_, response) => response.sendFile(path, { maxAge: '1d' }))
  }
  return router
}
