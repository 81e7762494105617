import { UserError } from '../../errors.ts'
import type { ModelEntry } from '../catalogue/catalogue.ts'
import type { OpenModel } from '../host.ts'
import { createMutex } from '../system/mutex.ts'

/** A model in memory; byte counts. */
interface LoadedModel<Model> {
  readonly model: Model
  /** What the limit counts: a multiple of its files. */
  readonly estimate: number
  /** How much the process grew while it was opened; 0 where other things shrank meanwhile. */
  readonly measured: number
}

interface OpenRequest<Model> {
  readonly entry: ModelEntry
  /** Bytes of its ONNX files. */
  readonly bytes: number
  readonly open: () => Promise<{ readonly model: Model; readonly grownBy: number }>
}

/** The models in memory: within a limit, the least recently used one goes first, one that is in use never. */
export interface LoadedModels<Model extends OpenModel> {
  /** A model that is about to be used: the most recently used one from now on. */
  get(id: string): LoadedModel<Model> | undefined
  peek(id: string): LoadedModel<Model> | undefined
  /**
   * Opens a model, then closes others until the limit holds again: while it opens both are in memory, and a failure
   * leaves the others as they were. One opens at a time.
   * @throws UserError `memory-full` where it does not fit beside the models in use; what `open` throws
   */
  open(request: OpenRequest<Model>): Promise<Model>
  /** Other work that opens a model, in turn with the rest. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result>
  /** @throws UserError `memory-full` where a model could not be opened even alone */
  checkFits(title: string, bytes: number): void
  /** Keeps a model from being closed, whether it is in memory already or not. @returns how to let go */
  pin(id: string): () => void
  uses(id: string): number
  close(id: string): Promise<void>
  closeAll(): Promise<void>
  /** Sum of the estimates. */
  total(): number
}

/**
 * Weights once, and as much again for the runtime's copies, caches and the tokenizer. Measured on the built-in model:
 * 1.8 times its 21 MB file (the first load of a process, the runtime included), 0.9 times the 63 MB fp32 one.
 */
const FACTOR = 2

/** Memory a model is counted with, from the bytes of its ONNX files. */
const estimateMemory = (bytes: number): number => FACTOR * bytes

export function createLoadedModels<Model extends OpenModel>(limit: number): LoadedModels<Model> {
  /** Least recently used first. */
  const loaded = new Map<string, LoadedModel<Model>>()
  const pins = new Map<string, number>()
  const mutex = createMutex()
  const uses = (id: string) => pins.get(id) ?? 0
  const sum = (wanted: (id: string) => boolean) =>
    [...loaded].reduce((all, [id, { estimate }]) => all + (wanted(id) ? estimate : 0), 0)

  async function close(id: string): Promise<void> {
    const entry = loaded.get(id)
    loaded.delete(id)
    await entry?.model.release()
  }

  async function makeRoom(newest: string): Promise<void> {
    for (const id of [...loaded.keys()]) {
      if (sum(() => true) <= limit) return
      if (id !== newest && uses(id) === 0) await close(id)
    }
  }

  /** What was in a host that is gone is no longer in memory. */
  function find(id: string): LoadedModel<Model> | undefined {
    const found = loaded.get(id)
    if (!found?.model.isLost) return found
    loaded.delete(id)
    return undefined
  }

  async function openNow({ entry, bytes, open }: OpenRequest<Model>): Promise<Model> {
    const present = find(entry.id)
    if (present) return present.model
    const estimate = estimateMemory(bytes)
    const held = sum((id) => uses(id) > 0)
    if (estimate + held > limit) throw full(entry.title, estimate, held, limit)
    const { model, grownBy } = await open()
    loaded.set(entry.id, { model, estimate, measured: grownBy })
    await makeRoom(entry.id)
    return model
  }

  return {
    get(id) {
      const found = find(id)
      if (!found) return undefined
      loaded.delete(id)
      loaded.set(id, found)
      return found
    },
    peek: find,
    inTurn: (work) => mutex.take(work),
    checkFits(title, bytes) {
      const estimate = estimateMemory(bytes)
      if (estimate > limit) throw full(title, estimate, 0, limit)
    },
    open: (request) => mutex.take(() => openNow(request)),
    pin(id) {
      let isHeld = true
      pins.set(id, uses(id) + 1)
      return () => {
        if (isHeld) pins.set(id, uses(id) - 1)
        isHeld = false
      }
    },
    uses,
    close,
    closeAll: async () => void (await Promise.all([...loaded.keys()].map(close))),
    total: () => sum(() => true),
  }
}

function full(title: string, estimate: number, held: number, limit: number): UserError {
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6).toLocaleString('en-US')} MB`
  const beside = held > 0 ? ` beside the ${megabytes(held)} of models in use` : ''
  return new UserError(
    'memory-full',
    `${title} needs about ${megabytes(estimate)} of memory${beside}, and the limit for models is ${megabytes(limit)}; ${held > 0 ? 'wait for their runs to end, or ' : ''}raise NUCLEUS_MEMORY.`,
  )
}
