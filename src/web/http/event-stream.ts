import type { Response } from 'express'
import { toJson } from '../../runs/json.ts'
import type { RunEvent } from '../../runs/run/events.ts'
import { COMMENT, openPacketStream } from './packet-stream.ts'

/** A reply of server-sent events, one RunEvent each; headers go out with the first event. */
export interface EventStream {
  /** Whether the reply has begun: from then on a failure is a `run-error`. */
  readonly hasBegun: boolean
  /**
   * The promise, where there is one, resolves when the client can take more, so that a slow one slows the
   * run.
   */
  send(event: RunEvent): void | Promise<void>
  end(): void
}

/** @param patience milliseconds a client may leave what it was sent unread before it is cut off */
export function openEventStream(
  response: Response,
  options: { readonly patience?: number } = {},
): EventStream {
  const packets = openPacketStream(response, options)
  let hasText = false
  return {
    get hasBegun() {
      return packets.hasBegun
    },
    send(event) {
      // What waits in line or for a download may wait long: the client learns at once that it was heard.
      const isWaiting = event.type === 'queued' || event.type === 'loading'
      const comment = isWaiting && !packets.hasBegun ? COMMENT : ''
      // Somebody waits for the first token; what follows is drawn no more often than packets come.
      const isFirstText = event.type === 'lane-delta' && !hasText
      hasText ||= isFirstText
      return packets.write(`${comment}event: ${event.type}\ndata: ${toJson(event)}\n\n`, isFirstText)
    },
    end: packets.end,
  }
}
