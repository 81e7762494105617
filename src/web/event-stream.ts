import type { Response } from 'express'
import type { RunEvent } from '../runs/events.ts'
import { toJson } from '../runs/json.ts'

/** A reply of server-sent events, one RunEvent each; headers go out with the first event. */
export interface EventStream {
  /** Resolves when the client can take more, so that a slow one slows the run. */
  send(event: RunEvent): Promise<void>
  end(): void
}

export function openEventStream(response: Response): EventStream {
  const open = () => {
    if (response.headersSent) return
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    })
  }
  return {
    async send(event) {
      if (response.destroyed) return
      open()
      // One packet for all lanes of a step: each packet wakes the reader up.
      response.cork()
      setImmediate(() => response.uncork())
      if (response.write(`event: ${event.type}\ndata: ${toJson(event)}\n\n`)) return
      await new Promise<void>((resolve) => {
        const done = () => {
          response.off('drain', done).off('close', done)
          resolve()
        }
        response.on('drain', done).on('close', done)
      })
    },
    end: () => void response.end(),
  }
}
