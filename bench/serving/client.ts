/** A run as a client sees it; times in milliseconds from its request. */
export interface Seen {
  readonly firstToken: number
  readonly whole: number
  readonly tokens: number
  /** The error it ended with, if any. */
  readonly error: string | undefined
}

const HEADERS = { 'content-type': 'application/json' }

export const post = (url: string, path: string, body: object, accept = 'application/json') =>
  fetch(url + path, { method: 'POST', headers: { ...HEADERS, accept }, body: JSON.stringify(body) })

/** Asks, and goes away after so many milliseconds. */
export async function givenUp(url: string, path: string, body: object, after: number): Promise<void> {
  const signal = AbortSignal.timeout(after)
  await fetch(url + path, { method: 'POST', headers: HEADERS, body: JSON.stringify(body), signal })
    .then((reply) => reply.arrayBuffer())
    .catch(() => undefined)
}

/** Starts a run and reads its events to the end. */
export async function watchRun(url: string, body: object): Promise<Seen> {
  const start = performance.now()
  const reply = await post(url, '/api/runs', body, 'text/event-stream')
  let [firstToken, text] = [Number.NaN, '']
  for await (const chunk of reply.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk
    if (Number.isNaN(firstToken) && text.includes('event: lane-delta')) firstToken = performance.now() - start
  }
  const end = /event: run-end\ndata: (.*)/.exec(text)
  const error = /event: run-error\ndata: (.*)/.exec(text)?.[1] ?? (end ? undefined : text.slice(0, 200))
  const tokens = end ? (JSON.parse(end[1]!) as { tokens: number }).tokens : 0
  return { firstToken, whole: performance.now() - start, tokens, error }
}
