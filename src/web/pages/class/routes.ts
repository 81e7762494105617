import { Router } from 'express'
import { UserError } from '../../../errors.ts'
import { ClassPage } from '../../../page/class/page.tsx'
import { parseWith } from '../../../runs/request/parse.ts'
import type { Dependencies } from '../../http/dependencies.ts'
import { abortOnClose, clientOf, requireJson } from '../../http/exchange.ts'
import { queryOf } from '../../http/form-fields.ts'
import { LOCAL_SITE } from '../../http/site.ts'
import { compareData } from '../compare/data.ts'
import { sendPage } from '../send-page.ts'
import { addressesOf } from './addresses.ts'
import { askedOf, comparisonOf, FIELDS } from './asked.ts'
import { blindPath, placesOf } from './places.ts'
import { createVotes, voteSchema } from './votes.ts'

/** Leads to the blind test of the story: short, so that its code can be scanned from the last row. */
const SHORT = '/class/blind'

/** `/class`: how a class gets here, what it costs, and the votes of its blind tests. */
export function classPageRoutes(dependencies: Dependencies): Router {
  const { engine, site = LOCAL_SITE } = dependencies
  const router = Router()
  const votes = createVotes()
  router.get('/class', async (request, response) => {
    const query = queryOf(request)
    const asked = askedOf(query, compareData(dependencies))
    const comparison = comparisonOf(asked.settings)
    const options = { signal: abortOnClose(response), client: clientOf(response) }
    const counted =
      asked.problem === ''
        ? await engine
            .ask('cost', { runs: Number(asked.students), run: comparison.run }, options)
            .then((cost) => ({ cost, problem: '' }), refused)
        : { cost: undefined, problem: asked.problem }
    if (response.destroyed) return
    const props = {
      ...placesOf(
        addressesOf(request, site),
        query.get('address'),
        comparison.path,
        asked.link === '' ? SHORT : undefined,
      ),
      ...{ token: site.token, students: asked.students, link: asked.link },
      comparison: { prompt: comparison.run.prompt, lanes: comparison.run.lanes, path: comparison.path },
      ...counted,
      tallies: votes.tallies(),
    }
    return sendPage(response, { id: 'class', title: 'For a class', Page: ClassPage, props, reads: FIELDS })
  })
  router.get(SHORT, (_, response) => {
    const { settings } = askedOf(new URLSearchParams(), compareData(dependencies))
    response.redirect(303, blindPath(comparisonOf(settings).path))
  })
  router.get('/class/votes', (_, response) => void response.json(votes.tallies()))
  router.post('/class/votes', requireJson, (request, response) => {
    response.json(votes.add(parseWith(voteSchema, request.body, 'a JSON object with test, choice and voter')))
  })
  return router
}

/** A refused field is named beside the form. */
function refused(error: unknown): { cost: undefined; problem: string } {
  if (error instanceof UserError) return { cost: undefined, problem: error.message }
  throw error
}
