/** The server refused a request, or did not answer; the message is one sentence for people. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  /** The field of the request that is at fault, where the server names one. */
  readonly field: string | undefined
  constructor(message: string, field?: string) {
    super(message)
    this.field = field
  }
}

interface Wishes {
  /** By default GET, or POST where there is a body. */
  readonly method?: 'GET' | 'POST' | 'DELETE'
  /** Sent as JSON. */
  readonly body?: unknown
  readonly signal?: AbortSignal
}

/**
 * Asks the server for JSON; undefined where it answers with nothing.
 * @throws RequestError, or the signal's reason once it is aborted
 */
export async function fetchJson<Reply>(path: string, wishes: Wishes = {}): Promise<Reply> {
  const response = await reach(path, wishes)
  const text = await response.text()
  const reply = text === '' ? undefined : JSON.parse(text)
  if (response.ok) return reply as Reply
  const { message = `The server refused: ${response.statusText}.`, field } = reply?.error ?? {}
  throw new RequestError(message, field)
}

async function reach(path: string, { method, body, signal }: Wishes): Promise<Response> {
  const isSending = body !== undefined
  try {
    return await fetch(path, {
      method: method ?? (isSending ? 'POST' : 'GET'),
      ...(isSending && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new RequestError('The server did not answer.')
  }
}
