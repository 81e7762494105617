import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Response, Router } from 'express'
import type { Dependencies } from '../../http/dependencies.ts'
import { abortOnClose, clientOf } from '../../http/exchange.ts'
import { fieldsOf, queryOf } from '../../http/form-fields.ts'
import { learnPage } from '../learn/learn.ts'
import { labPage } from './lab.ts'
import { museum } from './museum.ts'
import { fixedK, nucleusFails } from './why.ts'

/** `/lab` and `/learn`. The lab's form posts to itself, so that it works without scripts. */
export function labPageRoutes({ root, engine }: Dependencies): Router {
  const router = Router()
  const explanations = once(() => ({ fixedK: fixedK(), fails: nucleusFails(), museum: museum() }))
  const learn = once(learnPage)
  const reply = async (fields: URLSearchParams, response: Response) => {
    const options = { signal: abortOnClose(response), client: clientOf(response) }
    const page = await labPage(fields, (input) => engine.ask('lab', input, options))
    response.render('lab', { ...page, ...explanations() })
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
