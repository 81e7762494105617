import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Request, type Response, Router } from 'express'
import type { Dependencies } from './dependencies.ts'
import { museum } from './lab-museum.ts'
import { labPage } from './lab-page.ts'
import { fixedK, nucleusFails } from './lab-why.ts'
import { learnPage } from './learn-page.ts'

/** `/lab` and `/learn`. The lab's form posts to itself, so that it works without scripts. */
export function labPageRoutes({ root }: Dependencies): Router {
  const router = Router()
  const explanations = once(() => ({ fixedK: fixedK(), fails: nucleusFails(), museum: museum() }))
  const learn = once(learnPage)
  const reply = (fields: URLSearchParams, response: Response) => {
    response.render('lab', { ...labPage(fields), ...explanations() })
  }
  router.get('/lab', (request, response) => reply(queryOf(request), response))
  router.post('/lab', (request, response) => reply(fieldsOf(request.body), response))
  router.get('/learn', (_, response) => {
    response.render('learn', { ...learn(), hasGallery: existsSync(join(root, 'views', 'gallery.ejs')) })
  })
  return router
}

/** What depends on nothing but the code is computed when it is first asked for. */
function once<Value>(compute: () => Value): () => Value {
  let value: { known: Value } | undefined
  return () => {
    value ??= { known: compute() }
    return value.known
  }
}

function queryOf({ originalUrl }: Request): URLSearchParams {
  const at = originalUrl.indexOf('?')
  return new URLSearchParams(at < 0 ? '' : originalUrl.slice(at + 1))
}

/** A posted form as its pairs again; a repeated name is a list. */
function fieldsOf(body: unknown): URLSearchParams {
  const fields = new URLSearchParams()
  for (const [name, value] of Object.entries(typeof body === 'object' && body !== null ? body : {})) {
    for (const one of Array.isArray(value) ? value : [value]) fields.append(name, String(one))
  }
  return fields
}
