import type { Response } from 'express'

/** A reply of server-sent events as text, collected into few packets. */
export interface PacketStream {
  /** Whether the reply has begun: from then on a failure has to be an event, not a reply of its own. */
  readonly hasBegun: boolean
  /**
   * Adds to the next packet. The promise, where there is one, resolves when the client can take more.
   * @param isUrgent whether the packet goes out at once
   */
  write(text: string, isUrgent?: boolean): void | Promise<void>
  end(): void
}

interface PacketOptions {
  /** Milliseconds a client may leave what it was sent unread before it is cut off. */
  readonly patience?: number
  /** Milliseconds between two packets. */
  readonly rest?: number
}

/**
 * Milliseconds between two packets. Each one wakes up the reader, which the model then shares a processor
 * with; a page draws more seldom than this.
 */
const REST = 60
const PATIENCE = 30_000
/** Milliseconds of silence after which a comment shows proxies that the reply goes on. */
const SILENCE = 15_000

/** What an event stream's readers skip. */
export const COMMENT = ': waiting\n\n'

/** Closing the response, which a client that does not read comes to as well, is up to whoever watches it. */
export function openPacketStream(
  response: Response,
  { patience = PATIENCE, rest = REST }: PacketOptions = {},
): PacketStream {
  let waiting = ''
  let sentAt = Number.NEGATIVE_INFINITY
  let planned: NodeJS.Timeout | undefined
  let hasBegun = false
  /** Settles when the client has taken what it was sent. */
  let drained: Promise<void> | undefined
  const keeping = setInterval(() => {
    if (!hasBegun || performance.now() - sentAt < SILENCE) return
    waiting += COMMENT
    flush()
  }, SILENCE).unref()
  response.on('close', () => clearInterval(keeping))

  function flush(): void {
    clearTimeout(planned)
    planned = undefined
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
    if (!response.write(packet)) drained ??= untilDrained()
  }

  /** A client that reads nothing for too long is cut off, and its run with it. */
  function untilDrained(): Promise<void> {
    return new Promise((resolve) => {
      const late = setTimeout(() => response.destroy(), patience)
      const done = () => {
        clearTimeout(late)
        response.off('drain', done).off('close', done)
        drained = undefined
        resolve()
      }
      response.on('drain', done).on('close', done)
    })
  }

  return {
    get hasBegun() {
      return hasBegun
    },
    write(text, isUrgent = false) {
      if (response.destroyed) return
      hasBegun = true
      waiting += text
      if (isUrgent) {
        sentAt = Number.NEGATIVE_INFINITY
        clearTimeout(planned)
        planned = undefined
      }
      // All lanes of a step are sent at once: even the first packet waits for them.
      planned ??= setTimeout(flush, Math.max(0, sentAt + rest - performance.now()))
      return drained
    },
    end() {
      clearInterval(keeping)
      flush()
      response.end()
    },
  }
}
