import type { ModelHost, OpenModel } from '../../models/host.ts'
import type { Loan, ModelLibrary } from '../../models/library.ts'
import { createComputeThread } from '../compute/compute-thread.ts'
import type { AskOptions, Engine } from '../engine.ts'
import type { Handlers } from '../link/link.ts'
import { type EngineStats, NO_STATS } from '../stats.ts'
import { isComputeTask, type TaskName, type TaskResults } from '../tasks.ts'
import type { ServerOffer } from './offers.ts'
import { plainRun } from './plain-run.ts'
import { superviseEngine } from './supervisor.ts'

/** What a library on this side of the process needs of the other. */
type Library = Pick<ModelLibrary<OpenModel>, 'borrow' | 'memory' | 'makeRoom'>

/** An engine in a process of its own: where models are opened, and what computes with them. */
export interface EngineProcess {
  readonly host: ModelHost<OpenModel>
  /** The engine, on models of the library that was made with `host`. */
  serve(library: Library): Engine
}

/** Milliseconds between two looks at what the engine takes. */
const STATS_EVERY = 2000

/**
 * Starts an engine in a process of its own.
 * @param defaultModel id of the model of requests that name none
 */
export function openEngineProcess(defaultModel: string): EngineProcess {
  const loans = new Map<number, Loan<OpenModel>>()
  let library: Library | undefined
  let stats: EngineStats = NO_STATS
  let nextLoan = 0

  const handlers: Handlers<ServerOffer> = {
    async borrow(id, { signal, send }) {
      const loan = await library!.borrow(id, { signal, onProgress: (progress) => void send(progress) })
      const number = nextLoan++
      loans.set(number, loan)
      return { loan: number, id: loan.id, memory: library!.memory() }
    },
    makeRoom: (bytes) => library!.makeRoom(bytes),
    async giveBack(number) {
      loans.get(number)?.giveBack()
      loans.delete(number)
    },
  }
  const giveAllBack = () => {
    stats = NO_STATS
    for (const { giveBack } of loans.values()) giveBack()
    loans.clear()
  }
  const supervisor = superviseEngine({ NUCLEUS_DEFAULT_MODEL: defaultModel }, handlers, giveAllBack)
  const look = () => {
    const own = supervisor.current()
    if (own.isOver) return
    own.link.call('stats', undefined).then(
      (latest) => {
        stats = latest
      },
      () => undefined,
    )
  }
  const looking = setInterval(look, STATS_EVERY).unref()

  const host: ModelHost<OpenModel> = {
    async open(entry, folders) {
      const life = supervisor.current()
      const { grownBy } = await life.link.call('open', { entry, folders })
      const model: OpenModel = {
        get isLost() {
          return life.isOver
        },
        release: async () => {
          if (!life.isOver) await life.link.call('release', entry.id)
        },
      }
      return { model, grownBy }
    },
    check: (entry, folder) => supervisor.current().link.call('check', { entry, folder }),
    residentBytes: () => stats.residentBytes,
    heldBytes: () => stats.residentBytes,
  }

  return {
    host,
    serve(served) {
      library = served
      return remoteEngine()
    },
  }

  function remoteEngine(): Engine {
    const compute = createComputeThread()
    const going = new Set<Promise<unknown>>()
    const follow = <Result>(work: Promise<Result>): Promise<Result> => {
      going.add(work)
      return work.finally(() => going.delete(work))
    }
    const ask = (name: TaskName, input: unknown, asJson: boolean, options: AskOptions) =>
      follow(
        isComputeTask(name)
          ? compute.ask({ name, input, asJson }, options.signal)
          : supervisor
              .current()
              .link.call(
                'ask',
                { name, input, asJson, client: options.client },
                { signal: options.signal, onEvent: options.onFacts },
              ),
      )
    return {
      runJson: (request, onEvent, signal, client) =>
        follow(
          supervisor
            .current()
            .link.call('runJson', { request: plainRun(request), client }, { signal, onEvent }),
        ),
      start: (request, onEvent, signal, client) =>
        follow(
          supervisor
            .current()
            .link.call('start', { request: plainRun(request), client }, { signal, onEvent }),
        ),
      ask: async <Name extends TaskName>(name: Name, input: unknown, options: AskOptions = {}) =>
        (await ask(name, input, false, options)) as TaskResults[Name],
      askJson: async (name, input, options = {}) => (await ask(name, input, true, options)) as Uint8Array,
      stats: () => ({ ...stats, restarts: supervisor.restarts, processId: supervisor.processId }),
      idle: async () => void (await Promise.allSettled(going)),
      async close() {
        clearInterval(looking)
        await Promise.all([supervisor.close(), compute.close()])
      },
    }
  }
}
