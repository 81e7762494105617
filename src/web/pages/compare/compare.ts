import { type Response, Router } from 'express'
import type { Data, State } from '../../../../public/js/compare/lane-views.js'
import { laneViews } from '../../../../public/js/compare/lane-views.js'
import * as view from '../../../../public/js/compare/page-view.js'
import { startRun, takeEvent } from '../../../../public/js/compare/run.js'
import {
  faultsOf,
  openLink,
  requestOf,
  type Settings,
  settingsFrom,
} from '../../../../public/js/compare/settings.js'
import { parseRunRequest } from '../../../runs/request/request.ts'
import type { RunEvent } from '../../../runs/run/events.ts'
import { freshSeed } from '../../../sampling/random.ts'
import type { Dependencies } from '../../http/dependencies.ts'
import { abortOnClose, clientOf } from '../../http/exchange.ts'
import { fieldsOf, queryOf } from '../../http/form-fields.ts'
import { problemOf } from '../../http/problems.ts'
import { compareData } from './data.ts'

/** `/`: the form, and without JavaScript the finished run. The page is drawn by the modules the browser draws it with. */
export function comparePageRoutes(dependencies: Dependencies): Router {
  const { engine } = dependencies
  const router = Router()
  router.get('/', (request, response) => {
    const data = compareData(dependencies)
    const params = queryOf(request)
    const { settings, problems } = openLink(params, data)
    const isLink = params.has('prompt') && problems.length === 0
    send(response, { state: stateOf(settings), data, problems, isLink })
  })
  router.post('/', async (request, response) => {
    const data = compareData(dependencies)
    const settings = withSeed(settingsFrom(fieldsOf(request.body), data))
    const faults = faultsOf(settings, data)
    if (Object.keys(faults).length > 0) {
      response.status(400)
      return send(response, { state: { ...stateOf(settings), faults }, data })
    }
    const { state, status } = await finish(settings, response)
    if (!response.destroyed) send(response.status(status), { state, data: compareData(dependencies) })
  })

  /** Runs to the end; an error becomes part of the page. */
  async function finish(settings: Settings, response: Response) {
    const run = startRun(settings)
    try {
      const parsed = parseRunRequest(requestOf(settings))
      const onEvent = (event: RunEvent) => takeEvent(run, event, performance.now())
      await engine.start(parsed, onEvent, abortOnClose(response), clientOf(response))
      return { state: { ...stateOf(run.settings), run }, status: 200 }
    } catch (error) {
      const { status, code, message } = problemOf(error)
      run.phase = 'failed'
      run.error = { code, message }
      return { state: { ...stateOf(settings), run }, status }
    }
  }

  return router
}

function stateOf(settings: Settings): State {
  return {
    settings: withSeed(settings),
    look: { heat: 'probability', sample: 0, series: 'kept', shows: 'one', closed: new Set() },
    faults: {},
    now: performance.now(),
  }
}

/** The seed is never empty: drawn here, so that the run can be repeated. */
const withSeed = (settings: Settings): Settings =>
  settings.seed.trim() === '' ? { ...settings, seed: String(freshSeed()) } : settings

interface Page {
  readonly state: State
  readonly data: Data
  readonly problems?: readonly string[]
  /** Whether the address holds a whole run, to be run at once where scripts work. */
  readonly isLink?: boolean
}

function send(response: Response, { state, data, problems = [], isLink = false }: Page): void {
  const lanes = laneViews(state, data)
  const boot = JSON.stringify({ data, settings: state.settings, isLink }).replaceAll('<', '\\u003c')
  const { faults } = state
  response.render('compare', {
    state,
    data,
    boot,
    models: data.models.map((model) => ({ id: model.id, label: view.modelLabel(model) })),
    html: {
      notices: view.problemsHtml(problems) + view.failureHtml(state.run, data),
      runline: view.runlineHtml(state),
      modelNote: view.modelNote(state.settings, data),
      heatChoices: view.heatChoicesHtml(state.look.heat),
      showsChoices: view.showsChoicesHtml(state.look.shows),
      legend: view.legendHtml(state.look.heat),
      strip: view.laneStripHtml(lanes),
      lanes: view.lanesHtml(lanes, data),
      seriesChoices: view.seriesChoicesHtml(state.look.series),
      fault: (name: string) => view.faultHtml(faults[name]),
    },
  })
}
