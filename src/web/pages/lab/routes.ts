import { type Response, Router } from 'express'
import { LabPage } from '../../../page/lab/page.tsx'
import type { WhyProps } from '../../../page/lab/why.tsx'
import type { Dependencies } from '../../http/dependencies.ts'
import { abortOnClose, clientOf } from '../../http/exchange.ts'
import { besideForm, fieldsOf, queryOf } from '../../http/form-fields.ts'
import { inTurn } from '../../http/turns.ts'
import { once } from '../once.ts'
import { sendPage } from '../send-page.ts'
import { exerciseIn } from './exercise.ts'
import { faultIn } from './fault.ts'
import { labBench } from './lab.ts'
import { museum } from './museum.ts'
import { fixedK, nucleusFails } from './why.ts'

/** `/lab`. Its form posts to itself, so that it works without scripts. */
export function labPageRoutes({ engine }: Dependencies): Router {
  const router = Router()
  const rendered = once(async (): Promise<{ why: WhyProps }> => {
    const why = {
      fixedK: await Promise.all(fixedK.map(inTurn)),
      nucleusFails: await Promise.all(nucleusFails.map(inTurn)),
      museum: await Promise.all(museum.map(inTurn)),
    }
    return { why }
  })
  const reply = async (fields: URLSearchParams, beside: readonly string[], response: Response) => {
    const options = { signal: abortOnClose(response), client: clientOf(response) }
    const bench = await labBench(fields, (input) => engine.ask('lab', input, options))
    const exercise = exerciseIn(fields)
    const fault = faultIn(fields, beside)
    const props = { ...bench, ...(exercise && { exercise }), ...(fault !== undefined && { fault }) }
    await sendPage(response, {
      id: 'lab',
      title: 'Lab',
      reads: 'all',
      Page: LabPage,
      props,
      rendered: await rendered(),
    })
  }
  router.get('/lab', (request, response) => reply(queryOf(request), [], response))
  router.post('/lab', (request, response) => reply(fieldsOf(request.body), besideForm(request), response))
  return router
}
