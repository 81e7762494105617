import { type Response, Router } from 'express'
import { inField, UserError } from '../../errors.ts'
import { engineLanes } from '../../runs/request/engines.ts'
import { parseRunRequest, type RunRequest } from '../../runs/request/request.ts'
import { strategyDescriptions } from '../../strategies/registry.ts'
import type { Dependencies } from '../http/dependencies.ts'
import { openEventStream } from '../http/event-stream.ts'
import { abortOnClose, clientOf, requireJson } from '../http/exchange.ts'
import { problemOf } from '../http/problems.ts'
import { replayRoutes } from './replay.ts'

/** The public API: the same requests and replies as the command line. */
export function apiRoutes(dependencies: Dependencies): Router {
  const { library, engine } = dependencies
  const router = Router()
  router.get('/api/strategies', (_, response) => void response.json(strategyDescriptions))
  router.get('/api/engines', (request, response) => {
    const { lane } = request.query
    if (typeof lane !== 'string') {
      throw new UserError(
        'bad-request',
        'Expected a lane, for example /api/engines?lane=temperature:0.7+nucleus:0.9.',
        'lane',
      )
    }
    response.json(inField('lane', () => engineLanes(lane)))
  })
  router.get('/api/models', (_, response) => void response.json(library.list()))
  router.use('/api', requireJson)
  router.use(replayRoutes(dependencies))
  for (const name of ['lab', 'score', 'inspect', 'match', 'logits', 'vocabulary'] as const) {
    router.post(`/api/${name}`, async (request, response) => {
      const options = { signal: abortOnClose(response), client: clientOf(response) }
      sendJson(response, await engine.askJson(name, request.body, options))
    })
  }
  router.post('/api/runs', async (request, response) => {
    const parsed = parseRunRequest(request.body)
    const wantsEvents = request.accepts(['application/json', 'text/event-stream']) === 'text/event-stream'
    await (wantsEvents ? stream : reply)(parsed, response)
  })

  /** The finished run as one JSON reply. */
  async function reply(parsed: RunRequest, response: Response): Promise<void> {
    const json = await engine.runJson(parsed, () => undefined, abortOnClose(response), clientOf(response))
    if (json) sendJson(response, json)
  }

  /** Every event as it happens. An error before the first event is a plain reply with its status. */
  async function stream(parsed: RunRequest, response: Response): Promise<void> {
    const events = openEventStream(response)
    try {
      await engine.start(parsed, events.send, abortOnClose(response), clientOf(response))
    } catch (error) {
      if (!events.hasBegun) throw error
      const { status: _, ...problem } = problemOf(error)
      void events.send({ type: 'run-error', error: problem })
    }
    events.end()
  }

  return router
}

/**
 * Sends JSON as it is: Express would hash a large reply on the server's thread, and compression would copy
 * what is no Buffer.
 */
function sendJson(response: Response, json: Uint8Array): void {
  if (response.destroyed) return
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': json.byteLength,
  })
  response.end(Buffer.from(json.buffer, json.byteOffset, json.byteLength))
}
