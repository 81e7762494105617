import { type Response, Router } from 'express'
import { BLIND } from '../../../page/compare/blind/blind-test.ts'
import { ComparePage } from '../../../page/compare/page.tsx'
import { followEvent, type Run, startRun } from '../../../page/compare/run/run.ts'
import { notInSettings } from '../../../page/compare/settings/fields.ts'
import { openLink, settingsFrom } from '../../../page/compare/settings/link.ts'
import { faultsOf, requestOf, type Settings, withSeed } from '../../../page/compare/settings/settings.ts'
import type { PageProps } from '../../../page/compare/state/page.ts'
import { STORY_COOKIE } from '../../../page/compare/story/cookie.ts'
import { parseRunRequest } from '../../../runs/request/request.ts'
import type { RunEvent } from '../../../runs/run/events.ts'
import { freshSeed } from '../../../sampling/random.ts'
import type { Dependencies } from '../../http/dependencies.ts'
import { abortOnClose, clientOf } from '../../http/exchange.ts'
import { besideForm, fieldsOf, queryOf } from '../../http/form-fields.ts'
import { problemOf } from '../../http/problems.ts'
import { DRAWN, sendPage } from '../send-page.ts'
import { compareData } from './data.ts'

/**
 * `/`: the form, and without JavaScript the finished run, by the components that the browser draws it with.
 */
export function comparePageRoutes(dependencies: Dependencies): Router {
  const router = Router()
  router.get('/', (request, response) => {
    const offer = compareData(dependencies)
    const params = queryOf(request)
    const { settings, problems } = openLink(params, offer)
    const isLink = params.has('prompt') && problems.length === 0
    const isPlain = [...params.keys()].length === 0
    const hasStory = isPlain && !(request.headers.cookie ?? '').includes(`${STORY_COOKIE}=`)
    const isBlind = isLink && params.has(BLIND)
    const { drawn, ...seeded } = drawSeed(settings)
    return send(response, { offer, ...seeded, problems, isLink, hasStory, isBlind }, undefined, drawn)
  })
  router.post('/', async (request, response) => {
    const offer = compareData(dependencies)
    const fields = fieldsOf(request.body)
    const settings = withSeed(settingsFrom(fields, offer))
    const props = {
      offer,
      settings,
      problems: [
        ...notInSettings(fields),
        ...ofLinksIn(fields),
        ...besideForm(request),
        ...(settings.lanes.length === 0 ? ['the lanes, all of which were left blank'] : []),
      ],
      isLink: false,
    }
    const faults = faultsOf(settings, offer)
    if (Object.keys(faults).length > 0 || props.problems.length > 0)
      return send(response.status(400), props, { faults })
    const { run, status } = await finish(dependencies, settings, response)
    if (response.destroyed) return
    return send(response.status(status), { ...props, settings: run.settings }, { run })
  })
  return router
}

/** What only a page's script makes of a link. */
const ofLinksIn = (fields: URLSearchParams): string[] =>
  ['branch', BLIND]
    .filter((name) => fields.has(name))
    .map((name) => `the field “${name}”, which a link has and a form has not`)

/** Runs to the end; an error becomes part of the page. */
async function finish({ engine }: Dependencies, settings: Settings, response: Response) {
  const run: Run = startRun(settings)
  try {
    const parsed = parseRunRequest(requestOf(settings))
    const onEvent = (event: RunEvent) => followEvent(run, event, performance.now())
    await engine.start(parsed, onEvent, abortOnClose(response), clientOf(response))
    return { run, status: 200 }
  } catch (error) {
    const { status, ...problem } = problemOf(error)
    Object.assign(run, { phase: 'failed', error: problem })
    return { run, status }
  }
}

/** The same for a form that most people get: apart from its seed it is one page for all of them. */
function drawSeed(settings: Settings): { readonly settings: Settings; readonly drawn?: string } {
  const isOne = settings.seed.trim() === '' && !JSON.stringify(settings).includes(DRAWN)
  if (!isOne) return { settings: withSeed(settings) }
  return { settings: { ...settings, seed: DRAWN }, drawn: String(freshSeed()) }
}

const send = (
  response: Response,
  props: PageProps,
  rendered?: Partial<PageProps>,
  drawn?: string,
): Promise<void> =>
  sendPage(response, {
    id: 'compare',
    reads: 'all',
    title: 'Compare',
    main: 'ui-page has-dock',
    Page: ComparePage,
    props,
    ...(rendered && { rendered }),
    drawn,
  })
