import type { OpenModel } from '../../models/host.ts'
import type { Loan, ModelMemory } from '../../models/library.ts'
import { localHost } from '../../models/local-host.ts'
import { trimTexts } from '../../models/runtime/kept-texts.ts'
import type { OnnxLanguageModel } from '../../models/runtime/onnx-model.ts'
import type { RunEvent } from '../../runs/run/events.ts'
import type { OnEvent } from '../../runs/run/run.ts'
import { createComputeThread } from '../compute/compute-thread.ts'
import { measureIn } from '../compute/measure-in.ts'
import { createLink, type Handlers, type Link } from '../link/link.ts'
import { processPort } from '../link/process-port.ts'
import { createEngine } from '../local-engine.ts'
import type { EngineOffer, ServerOffer } from './offers.ts'
import { runFrom } from './plain-run.ts'

/**
 * The engine's own process: sessions, caches, sampling and the loop. It is a process and not a thread because
 * the runtime is native code: what crashes there, or is killed for want of memory, takes its whole process
 * along.
 */
const models = new Map<string, OnnxLanguageModel>()

const borrow = async (
  id: string | undefined,
  { onProgress, signal }: Parameters<Library['borrow']>[1] = {},
): Promise<Loan> => {
  const loan = await server.call('borrow', id, { signal, onEvent: onProgress })
  memory = loan.memory
  const model = models.get(loan.id)
  const giveBack = () => void server.call('giveBack', loan.loan).catch(() => undefined)
  if (model) return { id: loan.id, model, giveBack }
  giveBack()
  throw new Error(`the model ${loan.id} was borrowed and is not open`)
}

type Library = Parameters<typeof createEngine>[0]
/** As the server had it when it last lent a model. */
let memory: ModelMemory = { limit: Number.POSITIVE_INFINITY, models: 0 }
const makeRoom = async (bytes: number): Promise<ModelMemory> => {
  memory = await server.call('makeRoom', bytes)
  return memory
}
const compute = createComputeThread()
const engine = createEngine(
  {
    borrow,
    memory: () => memory,
    makeRoom,
    trimTexts: (most) => trimTexts(models.values(), most),
    defaultId: process.env.NUCLEUS_DEFAULT_MODEL ?? '',
  },
  { measure: measureIn(compute) },
)

const handlers: Handlers<EngineOffer> = {
  async open({ entry, folders }) {
    const isAlone = () => engine.stats().runs + engine.stats().tasks <= 1
    const wasAlone = isAlone()
    const { model, grownBy } = await localHost.open(entry, folders)
    models.set(entry.id, model)
    // What other runs take meanwhile is none of the model's.
    return { grownBy: wasAlone && isAlone() ? grownBy : 0 }
  },
  async release(id) {
    const model: OpenModel | undefined = models.get(id)
    models.delete(id)
    await model?.release()
  },
  check: ({ entry, folder }) => localHost.check(entry, folder),
  start: ({ request, client }, { signal, send }) =>
    engine.start(runFrom(request), firstTextAtOnce(send), signal, client),
  runJson: ({ request, client }, { signal, send }) => engine.runJson(runFrom(request), send, signal, client),
  ask: ({ name, input, asJson, client }, { signal, send }) =>
    engine[asJson ? 'askJson' : 'ask'](name, input, { signal, client, onFacts: send }),
  stats: async () => ({
    ...engine.stats(),
    residentBytes: process.memoryUsage.rss(),
    cacheBytes: [...models.values()].reduce((sum, model) => sum + model.textBytes(), 0),
  }),
}

/** Somebody waits for the first text of a run; what follows may wait for company. */
function firstTextAtOnce(send: (event: RunEvent, isUrgent: boolean) => void | Promise<void>): OnEvent {
  let hasText = false
  return (event) => {
    const isFirst = !hasText && event.type === 'lane-delta'
    hasText ||= isFirst
    return send(event, isFirst)
  }
}

const server: Link<ServerOffer> = createLink<EngineOffer, ServerOffer>(processPort(process), handlers)

// Ctrl-C in a terminal reaches every process of the program; the server decides when this one ends.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)
process.on('disconnect', () => process.exit())
