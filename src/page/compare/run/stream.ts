import type { RunEvent, RunProblem } from '../../../runs/run/events.ts'

/** `POST /api/runs` as server-sent events. */

/** The server refused the request; the message is its sentence. */
export class Refusal extends Error {
  readonly problem: RunProblem
  constructor(problem: RunProblem) {
    super(problem.message)
    this.problem = problem
  }
}

/**
 * Yields every event of a run; returns without `run-end` or `run-error` where the connection broke.
 * @throws Refusal before the first event
 */
export async function* serverEvents(request: object, signal: AbortSignal): AsyncGenerator<RunEvent> {
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

async function refusalOf(response: Response): Promise<RunProblem> {
  try {
    return (await response.json()).error
  } catch {
    return { code: 'internal', message: `The server answered ${response.status} without saying why.` }
  }
}
