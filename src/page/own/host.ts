import type { RunEvent } from '../../runs/run/events.ts'
import { fetchJson, RequestError } from '../ui/fetch-json.ts'
import type { FromWorker, OwnTask, OwnTasks, ToWorker } from './messages.ts'

const ADDRESS = '/assets/own-worker.js'
/** Milliseconds within which a busy worker must send a message. */
const PATIENCE = 5000

interface AskOptions {
  readonly signal: AbortSignal
  readonly onEvent?: (event: RunEvent) => void
}

export interface OwnWorker {
  /** @throws RequestError; the signal's reason */
  ask<Task extends OwnTask>(
    task: Task,
    input: OwnTasks[Task]['input'],
    options: AskOptions,
  ): Promise<OwnTasks[Task]['result']>
  /** Ends it, and whatever it does, at once. */
  close(): void
}

interface Pending {
  readonly onEvent: ((event: RunEvent) => void) | undefined
  resolve(result: unknown): void
  reject(error: Error): void
}

/**
 * A worker of its own for a person's own step. It never uses the network: what it needs of the server is
 * asked for here. It is ended where it computes for too long; then the next task gets a new one.
 */
export function openOwnWorker(): OwnWorker {
  const pending = new Map<number, Pending>()
  let worker: Worker | undefined
  let watch: ReturnType<typeof setTimeout> | undefined
  let isReady = false
  let count = 0

  function close(reason: Error = new RequestError({ code: 'stopped', message: 'It was stopped.' })): void {
    clearTimeout(watch)
    worker?.terminate()
    worker = undefined
    isReady = false
    for (const { reject } of pending.values()) reject(reason)
    pending.clear()
  }

  const fail = (message: string) => close(new RequestError({ code: 'own-step', message }))

  function watchOver(): void {
    clearTimeout(watch)
    if (!isReady) return
    const words = `Your own step took over ${PATIENCE / 1000} seconds and was stopped; make it shorter.`
    watch = setTimeout(() => fail(words), PATIENCE)
  }

  function send(message: ToWorker): void {
    worker?.postMessage(message)
    if (message.kind !== 'stop') watchOver()
  }

  async function askServer({ id, path, body }: Extract<FromWorker, { kind: 'ask' }>): Promise<void> {
    const asking = worker
    let message: ToWorker
    try {
      message = { kind: 'answer', id, reply: await fetchJson(path, { body }) }
    } catch (error) {
      if (!(error instanceof RequestError)) throw error
      message = { kind: 'refused', id, problem: { code: 'own-step', message: error.message } }
    }
    if (worker === asking) send(message)
  }

  function receive(message: FromWorker): void {
    clearTimeout(watch)
    // What follows an event, or the start, is still to be computed.
    if (message.kind === 'ready') isReady = true
    if (message.kind === 'ready' || message.kind === 'event') watchOver()
    if (message.kind === 'ready') return
    if (message.kind === 'ask') void askServer(message)
    else settle(message)
  }

  function settle(message: Extract<FromWorker, { kind: 'event' | 'done' | 'failed' }>): void {
    const { onEvent, resolve, reject } = pending.get(message.id) ?? {}
    if (message.kind === 'event') onEvent?.(message.event)
    else pending.delete(message.id)
    if (message.kind === 'done') resolve?.(message.result)
    if (message.kind === 'failed') reject?.(new RequestError(message.problem))
  }

  function start(): void {
    worker = new Worker(ADDRESS, { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => receive(data)
    worker.onerror = (event) => {
      event.preventDefault()
      fail('Your own step could not be computed in this browser; reload the page, or use another browser.')
    }
  }

  return {
    ask: (task, input, { signal, onEvent }) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        if (!worker) start()
        const id = count++
        pending.set(id, { onEvent, resolve: resolve as (result: unknown) => void, reject })
        signal.addEventListener(
          'abort',
          () => {
            if (pending.delete(id)) send({ kind: 'stop', id })
            reject(signal.reason)
          },
          { once: true },
        )
        send({ kind: 'do', id, task, input })
      }),
    close: () => close(),
  }
}
