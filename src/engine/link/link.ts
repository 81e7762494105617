import { errorFrom, type PlainError, plainError } from './errors.ts'
import { createOutbox } from './outbox.ts'
import type { Port } from './port.ts'

/** What a side of a link offers: by name, the request, the events meanwhile and the answer. */
export type Offer = Readonly<Record<string, { input: unknown; event: unknown; result: unknown }>>

/** A call as its server sees it. */
interface Served<Event> {
  /** Aborts when the caller gives up, or when the link is cut. */
  readonly signal: AbortSignal
  /**
   * Sends an event; the promise, where there is one, resolves when the caller can take more.
   * @param isUrgent whether it waits for no company
   */
  send(event: Event, isUrgent?: boolean): void | Promise<void>
}

/** How a side answers what it offers. */
export type Handlers<Mine extends Offer> = {
  readonly [Name in keyof Mine]: (
    input: Mine[Name]['input'],
    call: Served<Mine[Name]['event']>,
  ) => Promise<Mine[Name]['result']>
}

interface CallOptions<Event> {
  readonly signal?: AbortSignal | undefined
  /** Receives every event in order; a promise it returns slows the sender. */
  readonly onEvent?: ((event: Event) => unknown) | undefined
}

/** Calls to the other side. */
export interface Link<Theirs extends Offer> {
  /**
   * An abort asks the other side to end the call; what it then answers is the answer.
   * @throws what the other side throws, a UserError as a UserError; the reason of a cut
   */
  call<Name extends keyof Theirs & string>(
    name: Name,
    input: Theirs[Name]['input'],
    options?: CallOptions<Theirs[Name]['event']>,
  ): Promise<Theirs[Name]['result']>
  /** Ends every call on both sides: the other side is gone. */
  cut(reason: Error): void
}

/** What travels. `call`, `abort` and `taken` go to the server of a call, the others to its caller. */
type Message =
  | ['call', id: number, name: string, input: unknown]
  | ['abort', id: number]
  | ['taken', id: number, events: number]
  | ['event', id: number, event: unknown]
  | ['result', id: number, result: unknown]
  | ['failed', id: number, error: PlainError]

/** Events that may be on their way before the sender has to wait, and how many are acknowledged at once. */
const UNTAKEN_EVENTS = 512
const ACKNOWLEDGED_TOGETHER = 64

/** A result that is bytes is moved: replies may be large. */
const movable = (message: Message): ArrayBuffer[] =>
  message[0] === 'result' &&
  message[2] instanceof Uint8Array &&
  message[2].length === message[2].buffer.byteLength
    ? [message[2].buffer as ArrayBuffer]
    : []

interface Calling {
  resolve(result: unknown): void
  reject(error: Error): void
  onEvent(event: unknown): unknown
  /** The events received so far, one after another. */
  events: Promise<void> | undefined
  /** Events taken and not acknowledged. */
  taken: number
}

interface Serving {
  readonly abort: AbortController
  untaken: number
  /** Resolvers of senders that wait. */
  resume: (() => void)[]
}

/**
 * Calls in both directions over one port, with events and aborts; each message may carry many (see
 * `createOutbox`).
 */
export function createLink<Mine extends Offer, Theirs extends Offer>(
  port: Port,
  handlers: Handlers<Mine>,
): Link<Theirs> {
  const calling = new Map<number, Calling>()
  const serving = new Map<number, Serving>()
  const outbox = createOutbox<Message>((messages) => port.post(messages, messages.flatMap(movable)))
  let nextId = 0
  let cutBy: Error | undefined

  port.onMessage((messages) => {
    for (const message of messages as Message[]) receive(message)
  })

  function receive(message: Message): void {
    const [kind, id] = message
    switch (kind) {
      case 'call':
        void serve(id, message[2], message[3])
        break
      case 'abort':
        serving.get(id)?.abort.abort()
        break
      case 'taken':
        taken(id, message[2])
        break
      case 'event':
        takeEvent(id, message[2])
        break
      case 'result':
        settle(id, ({ resolve }) => resolve(message[2]))
        break
      case 'failed':
        settle(id, ({ reject }) => reject(errorFrom(message[2])))
    }
  }

  async function serve(id: number, name: string, input: unknown): Promise<void> {
    const call: Serving = { abort: new AbortController(), untaken: 0, resume: [] }
    serving.set(id, call)
    const send = (event: unknown, isUrgent = false): void | Promise<void> => {
      outbox.add(['event', id, event], isUrgent)
      if (++call.untaken < UNTAKEN_EVENTS) return
      outbox.flush()
      return new Promise((resolve) => call.resume.push(resolve))
    }
    try {
      const result = await handlers[name]!(input, { signal: call.abort.signal, send })
      outbox.add(['result', id, result], true)
    } catch (error) {
      outbox.add(['failed', id, plainError(error)], true)
    } finally {
      serving.delete(id)
    }
  }

  function taken(id: number, events: number): void {
    const call = serving.get(id)
    if (!call) return
    call.untaken -= events
    if (call.untaken >= UNTAKEN_EVENTS) return
    for (const resume of call.resume.splice(0)) resume()
  }

  function takeEvent(id: number, event: unknown): void {
    const call = calling.get(id)
    if (!call) return
    const done = () => {
      if (++call.taken < ACKNOWLEDGED_TOGETHER) return
      outbox.add(['taken', id, call.taken], true)
      call.taken = 0
    }
    // Nobody waits for a listener that does not wait itself.
    const now = (): unknown => {
      try {
        return call.onEvent(event)
      } catch (error) {
        return Promise.reject(error)
      }
    }
    const after = call.events ? call.events.then(now) : now()
    if (!(after instanceof Promise)) {
      done()
      return
    }
    const following = after.then(done, (error: Error) => {
      outbox.add(['abort', id], true)
      settle(id, ({ reject }) => reject(error))
    })
    call.events = following
    void following.then(() => {
      if (call.events === following) call.events = undefined
    })
  }

  /** Answers a call once every event before the answer was taken. */
  function settle(id: number, answer: (call: Calling) => void): void {
    const call = calling.get(id)
    if (!call) return
    const finish = () => {
      if (calling.delete(id)) answer(call)
    }
    if (call.events) void call.events.then(finish)
    else finish()
  }

  return {
    call(name, input, { signal, onEvent = () => undefined } = {}) {
      if (cutBy) return Promise.reject(cutBy)
      const id = nextId++
      return new Promise<never>((resolve, reject) => {
        const abort = () => outbox.add(['abort', id], true)
        const end = <Value>(settled: (value: Value) => void) => {
          return (value: Value) => {
            signal?.removeEventListener('abort', abort)
            settled(value)
          }
        }
        const listener = onEvent as (event: unknown) => unknown
        calling.set(id, {
          resolve: end(resolve as (result: unknown) => void),
          reject: end(reject),
          onEvent: listener,
          events: undefined,
          taken: 0,
        })
        outbox.add(['call', id, name, input], true)
        if (signal?.aborted) abort()
        else signal?.addEventListener('abort', abort, { once: true })
      })
    },
    cut(reason) {
      cutBy = reason
      outbox.close()
      for (const { reject } of calling.values()) reject(reason)
      calling.clear()
      for (const { abort, resume } of serving.values()) {
        abort.abort(reason)
        for (const one of resume) one()
      }
    },
  }
}
