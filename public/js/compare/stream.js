// @ts-check

/**
 * `POST /api/runs` as server-sent events.
 * @typedef {import('../../../src/runs/run/events.ts').RunEvent} RunEvent
 */

/** The server refused the request. */
export class Refusal extends Error {
  /** @param {{ code: string, message: string }} error */
  constructor({ code, message }) {
    super(message)
    this.code = code
  }
}

/**
 * Yields every event of a run; returns without `run-end` or `run-error` where the connection broke.
 * @param {object} request @param {AbortSignal} signal @returns {AsyncGenerator<RunEvent>}
 * @throws {Refusal} before the first event
 */
export async function* runEvents(request, signal) {
  const response = await fetch('/api/runs', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify(request),
    signal,
  })
  if (!response.ok || !response.body) throw new Refusal(await refusalOf(response))
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let buffer = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    buffer += value
    const blocks = buffer.split('\n\n')
    buffer = blocks.pop() ?? ''
    for (const block of blocks) {
      const line = block.split('\n').find((one) => one.startsWith('data: '))
      if (line) yield JSON.parse(line.slice(6))
    }
  }
}

/** @param {Response} response */
async function refusalOf(response) {
  try {
    return (await response.json()).error
  } catch {
    return { code: 'internal', message: `The server answered ${response.status} without saying why.` }
  }
}
