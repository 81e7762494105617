import type { Engine } from '../../engine/engine.ts'
import { UserError } from '../../errors.ts'
import type { RunEvent } from '../../runs/run/events.ts'
import type { OnEvent } from '../../runs/run/run.ts'

/** How a server stops taking work. */
export interface Drain {
  /** The engine while there is work to take; then it refuses. */
  readonly engine: Engine
  isStopping(): boolean
  /**
   * Refuses new work, gives what is under way `milliseconds`, then ends it: its streams get a last event.
   * Resolves when nothing runs any more.
   */
  stop(milliseconds: number): Promise<void>
}

/** @throws UserError `shutting-down` from the engine it returns, once it stops */
export function createDrain(engine: Engine): Drain {
  let isStopping = false
  const running = new Set<AbortController>()

  /** Does a piece of work with a signal that also aborts when time is up. */
  async function follow<Result>(
    client: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    if (isStopping) throw stopped()
    const own = new AbortController()
    const abort = () => own.abort(client?.reason)
    if (client?.aborted) abort()
    client?.addEventListener('abort', abort, { once: true })
    running.add(own)
    try {
      return await work(own.signal)
    } catch (error) {
      throw own.signal.reason === STOPPED ? stopped() : error
    } finally {
      running.delete(own)
      client?.removeEventListener('abort', abort)
    }
  }

  /** A run that was under way ends with what it has; one that had not begun has nothing. */
  const followRun = <Result>(
    client: AbortSignal | undefined,
    onEvent: OnEvent,
    work: (watch: OnEvent, signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> =>
    follow(client, async (signal) => {
      let hasEnded = false
      const watch = (event: RunEvent) => {
        if (event.type === 'run-end') hasEnded = true
        return onEvent(event)
      }
      const result = await work(watch, signal)
      if (signal.reason === STOPPED && !hasEnded) throw stopped()
      return result
    })

  return {
    // Each by its name, so that nothing new is taken without being followed.
    engine: {
      idle: engine.idle,
      stats: engine.stats,
      close: engine.close,
      start: (request, onEvent, signal, client) =>
        followRun(signal, onEvent, (watch, own) => engine.start(request, watch, own, client)),
      runJson: (request, onEvent, signal, client) =>
        followRun(signal, onEvent, (watch, own) => engine.runJson(request, watch, own, client)),
      ask: (name, input, options) =>
        follow(options?.signal, (signal) => engine.ask(name, input, { ...options, signal })),
      askJson: (name, input, options) =>
        follow(options?.signal, (signal) => engine.askJson(name, input, { ...options, signal })),
    },
    isStopping: () => isStopping,
    async stop(milliseconds) {
      isStopping = true
      const deadline = setTimeout(() => {
        for (const one of running) one.abort(STOPPED)
      }, milliseconds)
      await engine.idle()
      clearTimeout(deadline)
    },
  }
}

const STOPPED = Symbol('the server stops')

const stopped = () =>
  new UserError('shutting-down', 'This server is being stopped; ask again in a moment, or ask another one.')
