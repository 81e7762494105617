import type { RunEvent } from '../../../runs/run/events.ts'
import { refusalOf } from '../../ui/fetch-json.ts'

/** `POST /api/runs` as server-sent events. */

/**
 * Yields every event of a run; returns without `run-end` or `run-error` where the connection broke.
 * @throws RequestError before the first event
 */
export async function* serverEvents(request: object, signal: AbortSignal): AsyncGenerator<RunEvent> {
  const response = await fetch('/api/runs', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify(request),
    signal,
  })
  if (!response.ok || !response.body) throw await refusalOf(response)
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
