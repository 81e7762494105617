import { type Response, Router } from 'express'
import { ASSETS, pageBundle } from './bundle.ts'
import { frozenScript } from './frozen-script.ts'
import { pageSheets } from './sheets.ts'

const FOREVER = 'public, max-age=31536000, immutable'

/**
 * A person's own step reaches nothing; the softmax is compiled there as on the server, so that its sums are
 * the same to the bit.
 */
const WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', map: 'json' }

/**
 * Serves scripts and style sheets. A name holds its content's hash, so a browser may keep it as long as it
 * likes. Two have a fixed name besides, for documents that are made without the bundle: the colour scheme,
 * and the plain sheet. So have the worker of a person's own step and the script that exported pages hold.
 */
export function assetRoutes(): Router {
  const router = Router()
  router.get(`${ASSETS}/theme.js`, async (_, response) => {
    const { scriptsOf, files } = await pageBundle()
    send(response, 'js', files.get(scriptsOf('theme')[0] ?? ''), 'no-cache')
  })
  router.get(`${ASSETS}/plain.css`, async (_, response) => {
    const { sheetOf, files } = await pageSheets()
    send(response, 'css', files.get(sheetOf('plain')), 'no-cache')
  })
  router.get(`${ASSETS}/own-worker.js`, async (_, response) => {
    response.set('content-security-policy', WORKER_POLICY)
    send(response, 'js', (await pageBundle()).workerOf('own'), 'no-cache')
  })
  router.get(`${ASSETS}/frozen.js`, async (_, response) => {
    send(response, 'js', await frozenScript(), 'no-cache')
  })
  router.get(`${ASSETS}/*name`, async ({ path }, response, next) => {
    const [scripts, sheets] = await Promise.all([pageBundle(), pageSheets()])
    const contents = scripts.files.get(path) ?? sheets.files.get(path)
    if (!contents) return next()
    send(response, path.slice(path.lastIndexOf('.') + 1), contents, FOREVER)
  })
  return router
}

function send(response: Response, kind: string, contents: Uint8Array | undefined, caching: string): void {
  response.type(TYPES[kind] ?? 'bin').set('cache-control', caching)
  response.send(Buffer.from(contents ?? []))
}
