import { type Response, Router } from 'express'
import { UserError } from '../../errors.ts'
import { inspect } from '../../runs/inspect/inspect.ts'
import { parseInspectRequest } from '../../runs/inspect/request.ts'
import { toJson } from '../../runs/json.ts'
import { runLab } from '../../runs/lab/lab.ts'
import { engineLanes } from '../../runs/request/engines.ts'
import { parseRunRequest, type RunRequest } from '../../runs/request/request.ts'
import { createCollector } from '../../runs/run/collect.ts'
import { modelsNamed } from '../../runs/run/run-models.ts'
import { withModels } from '../../runs/run/with-models.ts'
import { parseScoreRequest } from '../../runs/score/request.ts'
import { score } from '../../runs/score/score.ts'
import { strategyDescriptions } from '../../strategies/registry.ts'
import type { Dependencies } from '../http/dependencies.ts'
import { openEventStream } from '../http/event-stream.ts'
import { abortOnClose, requireJson } from '../http/exchange.ts'
import { problemOf } from '../http/problems.ts'
import { replayRoutes } from './replay.ts'

/** The public API: the same requests and replies as the command line. */
export function apiRoutes(dependencies: Dependencies): Router {
  const { library, runner } = dependencies
  const router = Router()
  router.get('/healthz', (_, response) => void response.json({ status: 'ok' }))
  router.get('/readyz', async (_, response) => {
    await library.load()
    response.json({ status: 'ready', model: library.defaultId })
  })
  router.get('/api/strategies', (_, response) => void response.json(strategyDescriptions))
  router.get('/api/engines', (request, response) => {
    const { lane } = request.query
    if (typeof lane !== 'string') {
      throw new UserError(
        'bad-request',
        'Expected a lane, for example /api/engines?lane=temperature:0.7+nucleus:0.9.',
      )
    }
    response.json(engineLanes(lane))
  })
  router.get('/api/models', (_, response) => void response.json(library.list()))
  router.post('/api/*rest', requireJson)
  router.use(replayRoutes(dependencies))
  router.post('/api/lab', (request, response) => sendJson(response, runLab(request.body)))
  router.post('/api/score', async (request, response) => {
    const parsed = parseScoreRequest(request.body)
    const signal = abortOnClose(response)
    const result = await withModels(library, [parsed.model], signal, (model) => score(model!, parsed, signal))
    if (!response.destroyed) sendJson(response, result)
  })
  router.post('/api/inspect', async (request, response) => {
    const parsed = parseInspectRequest(request.body)
    const signal = abortOnClose(response)
    const ids = [...modelsNamed({ lanes: [parsed.lane, ...parsed.others] })]
    const result = await withModels(library, [parsed.model, ...ids], signal, (model, ...others) =>
      inspect(model!, parsed, signal, new Map(ids.map((id, index) => [id, others[index]!]))),
    )
    if (!response.destroyed) sendJson(response, result)
  })
  router.post('/api/runs', async (request, response) => {
    const parsed = parseRunRequest(request.body)
    const wantsEvents = request.accepts(['application/json', 'text/event-stream']) === 'text/event-stream'
    await (wantsEvents ? stream : reply)(parsed, response)
  })
  router.use('/api', (request) => {
    throw new UserError(
      'not-found',
      `The API has no ${request.method} ${request.baseUrl}${request.path}; see the README.`,
    )
  })

  /** The finished run as one JSON reply. */
  async function reply(parsed: RunRequest, response: Response): Promise<void> {
    const collector = createCollector()
    await runner.start(parsed, collector.tell, abortOnClose(response))
    if (!response.destroyed && collector.hasStarted()) sendJson(response, collector.result())
  }

  /** Every event as it happens. An error before the first event is a plain reply with its status. */
  async function stream(parsed: RunRequest, response: Response): Promise<void> {
    const events = openEventStream(response)
    try {
      await runner.start(parsed, events.send, abortOnClose(response))
    } catch (error) {
      if (!response.headersSent) throw error
      const { code, message } = problemOf(error)
      await events.send({ type: 'run-error', error: { code, message } })
    }
    events.end()
  }

  return router
}

function sendJson(response: Response, value: unknown): void {
  response.type('application/json').send(toJson(value))
}
