import type { Response } from 'express'
import { toJson } from '../../runs/json.ts'
import type { RunEvent } from '../../runs/run/events.ts'

/** A reply of server-sent events, one RunEvent each; headers go out with the first event. */
export interface EventStream {
  /** Resolves when the client can take more, so that a slow one slows the run. */
  send(event: RunEvent): Promise<void>
  end(): void
}

/**
 * Milliseconds between two packets. Each one wakes up the reader, which the model then shares a processor with; a
 * page draws more seldom than this.
 */
const REST = 60

export function openEventStream(response: Response): EventStream {
  let waiting = ''
  let sentAt = Number.NEGATIVE_INFINITY
  let planned: NodeJS.Timeout | undefined
  /** Settles when the client has taken what it was sent. */
  let drained: Promise<void> | undefined

  function flush(): void {
    clearTimeout(planned)
    planned = undefined
    // A run that failed before its first packet has had a plain reply.
    if (waiting === '' || response.destroyed || response.writableEnded) return
    if (!response.headersSent) {
      response.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-cache, no-transform',
        'X-Accel-Buffering': 'no',
      })
    }
    const packet = waiting
    waiting = ''
    sentAt = performance.now()
    if (response.write(packet)) return
    drained ??= new Promise<void>((resolve) => {
      const done = () => {
        response.off('drain', done).off('close', done)
        drained = undefined
        resolve()
      }
      response.on('drain', done).on('close', done)
    })
  }

  return {
    async send(event) {
      if (response.destroyed) return
      waiting += `event: ${event.type}\ndata: ${toJson(event)}\n\n`
      // All lanes of a step are told at once: even the first packet waits for them.
      planned ??= setTimeout(flush, Math.max(0, sentAt + REST - performance.now()))
      await drained
    },
    end() {
      flush()
      response.end()
    },
  }
}
