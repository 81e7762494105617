import { type RequestHandler, type Response, Router } from 'express'
import { UserError } from '../../errors.ts'
import type { Dependencies } from '../http/dependencies.ts'
import { abortOnClose, clientOf } from '../http/exchange.ts'
import { problemOf } from '../http/problems.ts'
import { type CompletionRequest, parseCompletion } from './completion-request.ts'
import { type Choice, type Completion, createChoices, followCompletion } from './completion-run.ts'

/** `POST /v1/completions` and `GET /v1/models` in OpenAI's shape, for programs that speak it. */
export function completionRoutes({ library, engine }: Dependencies): Router {
  const router = Router()
  router.get('/v1/models', (_, response) => {
    const ready = library.list().filter(({ state }) => ['loaded', 'built-in', 'downloaded'].includes(state))
    const data = ready.map(({ id }) => ({ id, object: 'model', created: 0, owned_by: 'nucleus' }))
    response.json({ object: 'list', data })
  })
  router.post('/v1/completions', requireJson, async (request, response) => {
    try {
      const wanted = parseCompletion(request.body)
      await (wanted.isStream ? stream : reply)(wanted, response)
    } catch (error) {
      tellProblem(error, response)
    }
  })
  return router

  async function reply(wanted: CompletionRequest, response: Response): Promise<void> {
    const choices = createChoices()
    const { envelope, usage } = await complete(wanted, response, choices.add)
    if (!response.destroyed) response.json({ ...envelope(), choices: choices.all(), usage: usage() })
  }

  async function stream(wanted: CompletionRequest, response: Response): Promise<void> {
    const onChoice = (choice: Choice, envelope: object) => send(response, { ...envelope, choices: [choice] })
    const { envelope, usage } = await complete(wanted, response, onChoice)
    if (wanted.wantsUsage) send(response, { ...envelope(), choices: [], usage: usage() })
    send(response, '[DONE]')
    response.end()
  }

  async function complete(
    wanted: CompletionRequest,
    response: Response,
    onChoice: (choice: Choice, envelope: object) => void,
  ): Promise<Completion> {
    const completion = followCompletion(wanted, library.defaultId, onChoice)
    const signal = AbortSignal.any([abortOnClose(response), completion.signal])
    await engine.start(wanted.run, completion.onEvent, signal, clientOf(response))
    return completion
  }
}

/** One server-sent event; headers go out with the first. */
function send(response: Response, data: unknown): void {
  if (response.destroyed) return
  if (!response.headersSent) {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    })
  }
  response.write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`)
}

const requireJson: RequestHandler = (request, response, next) => {
  if (request.is('application/json')) return next()
  const message = 'Expected a JSON body; send it with content-type: application/json.'
  tellProblem(new UserError('not-json', message), response)
}

/** An error in OpenAI's shape, which holds ours. */
function tellProblem(error: unknown, response: Response): void {
  const { status, code, message } = problemOf(error)
  const type = status < 500 ? 'invalid_request_error' : 'server_error'
  const param = (error as { param?: string | null }).param ?? null
  const body = { error: { message, type, param, code } }
  if (!response.headersSent) return void response.status(status).json(body)
  send(response, body)
  response.end()
}
