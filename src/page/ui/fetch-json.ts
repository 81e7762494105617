import type { RunProblem } from '../../runs/run/events.ts'

/** What was asked of the server or of a worker was not done; the message is one sentence for people. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly problem: RunProblem
  constructor(problem: RunProblem) {
    super(problem.message)
    this.problem = problem
  }
}

/** A refusal in the server's own words. */
export async function refusalOf(response: Response): Promise<RequestError> {
  const reply = await response.json().catch(() => undefined)
  const message = `The server answered ${response.status} without saying why.`
  return new RequestError(reply?.error ?? { code: 'internal', message })
}

interface Wishes {
  /** By default GET, or POST where there is a body. */
  readonly method?: 'GET' | 'POST' | 'DELETE'
  /** Sent as JSON, or as a form where it is one. */
  readonly body?: unknown
  readonly signal?: AbortSignal
}

/**
 * Asks the server for JSON; undefined where it answers with nothing.
 * @throws RequestError, or the signal's reason once it is aborted
 */
export async function fetchJson<Reply>(path: string, wishes: Wishes = {}): Promise<Reply> {
  const response = await send(path, wishes)
  const text = await response.text()
  return (text === '' ? undefined : JSON.parse(text)) as Reply
}

/** Asks the server for something that is done. @throws as `fetchJson` */
export async function send(path: string, wishes: Wishes = {}): Promise<Response> {
  const response = await reach(path, wishes)
  if (!response.ok) throw await refusalOf(response)
  return response
}

/** Where the connection breaks, or ends too soon. */
export const noAnswer = () => new RequestError({ code: 'internal', message: 'The server did not answer.' })

const JSON_TYPE = { 'content-type': 'application/json' }

async function reach(path: string, { method, body, signal }: Wishes): Promise<Response> {
  const isSending = body !== undefined
  const isForm = body instanceof URLSearchParams
  try {
    return await fetch(path, {
      method: method ?? (isSending ? 'POST' : 'GET'),
      ...(isSending && !isForm && { headers: JSON_TYPE, body: JSON.stringify(body) }),
      ...(isForm && { body }),
      ...(signal && { signal }),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw noAnswer()
  }
}
