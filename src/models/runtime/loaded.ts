import { UserError } from '../../errors.ts'
import { megabytes } from '../../words.ts'
import type { ModelEntry } from '../catalogue/catalogue.ts'
import type { OpenModel } from '../host.ts'
import { createMutex } from '../system/mutex.ts'

/** A model in memory; byte counts. */
interface LoadedModel<Model> {
  readonly model: Model
  /** What the limit counts: what was measured, or the estimate where other things shrank meanwhile. */
  readonly counted: number
  /** How much the process grew while it was opened; 0 where other things grew or shrank meanwhile. */
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
   * Opens a model, then closes others until the limit holds again: while it opens both are in memory, and a
   * failure leaves the others as they were. One opens at a time.
   * @throws UserError `memory-full` where it does not fit beside the models in use; what `open` throws
   */
  open(request: OpenRequest<Model>): Promise<Model>
  /** Other work that opens a model, in turn with the rest. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result>
  /**
   * Closes models that nobody uses, the least recently used first, until so many bytes are free or none is
   * left.
   * @returns what the others are counted with
   */
  free(bytes: number): Promise<number>
  /** @throws UserError `memory-full` where a model could not be opened even alone */
  checkFits(title: string, bytes: number): void
  /** Keeps a model from being closed, whether it is in memory already or not. @returns how to let go */
  pin(id: string): () => void
  uses(id: string): number
  close(id: string): Promise<void>
  closeAll(): Promise<void>
  /**
   * What the models are counted with together. What runs have made of their process beside that is not in
   * it: the next runs get the same memory again.
   */
  total(): number
  models(): Model[]
}

/**
 * Weights once, and as much again for the runtime's copies, caches and the tokenizer. Measured on the
 * built-in model:
 * 1.8 times its 21 MB file (the first load of a process, the runtime included), 0.9 times the 63 MB fp32 one.
 */
const FACTOR = 2
/**
 * A measurement below this share of a model's files is of a process that let go of other things meanwhile.
 */
const PLAUSIBLE = 0.5

/** Memory a model is expected to take before it is opened, from the bytes of its ONNX files. */
const estimateMemory = (bytes: number): number => FACTOR * bytes

/**
 * @param limit bytes that the models may take together
 * @param heldBytes what their process takes at the moment, in bytes; 0 where that is not known
 */
export function createLoadedModels<Model extends OpenModel>(
  limit: number,
  heldBytes: () => number,
): LoadedModels<Model> {
  /** Least recently used first. */
  const loaded = new Map<string, LoadedModel<Model>>()
  const pins = new Map<string, number>()
  const mutex = createMutex()
  const uses = (id: string) => pins.get(id) ?? 0
  const sum = (wanted: (id: string) => boolean = () => true) =>
    [...loaded].reduce((all, [id, { counted }]) => all + (wanted(id) ? counted : 0), 0)
  /** What the process takes without any model: the least that was seen. */
  let base = Number.POSITIVE_INFINITY
  /** What the models have made of their process, caches and all. */
  const grown = () => {
    const held = heldBytes()
    if (held > 0) base = Math.min(base, held)
    return held > 0 ? held - base : 0
  }
  /** What is counted, or what the process has grown by where that is more. */
  const taken = () => (loaded.size > 0 ? Math.max(sum(), grown()) : 0)

  async function close(id: string): Promise<void> {
    const entry = loaded.get(id)
    loaded.delete(id)
    await entry?.model.release()
  }

  /**
   * Closes the least recently used models until what they counted makes up for what is above `most`: a
   * process gives memory back late, so it is not asked again between two.
   */
  async function closeIdle(most: number, held: number, newest?: string): Promise<void> {
    let above = held - most
    for (const [id, { counted }] of [...loaded]) {
      if (above <= 0) break
      if (id === newest || uses(id) > 0) continue
      await close(id)
      above -= counted
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
    grown()
    const { model, grownBy } = await open()
    const counted = grownBy >= PLAUSIBLE * bytes ? grownBy : estimate
    loaded.set(entry.id, { model, counted, measured: grownBy })
    await closeIdle(limit, taken(), entry.id)
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
    free: (bytes) =>
      mutex.take(async () => {
        await closeIdle(limit - bytes, sum())
        return sum()
      }),
    open: (request) => mutex.take(() => openNow(request)),
    pin(id) {
      let isHeld = true
      pins.set(id, uses(id) + 1)
      return () => {
        if (!isHeld) return
        isHeld = false
        pins.set(id, uses(id) - 1)
        // What a run leaves behind may have brought the process over the limit.
        if (taken() > limit) void mutex.take(() => closeIdle(limit, taken(), id))
      }
    },
    uses,
    close,
    closeAll: async () => void (await Promise.all([...loaded.keys()].map(close))),
    total: () => sum(),
    models: () => [...loaded.values()].map(({ model }) => model),
  }
}

function full(title: string, estimate: number, held: number, limit: number): UserError {
  const beside = held > 0 ? ` beside the ${megabytes(held)} of models in use` : ''
  return new UserError(
    'memory-full',
    `${title} needs about ${megabytes(estimate)} of memory${beside}, and the limit for models is ` +
      `${megabytes(limit)}; ${held > 0 ? 'wait for their runs to end, or ' : ''}raise NUCLEUS_MEMORY.`,
  )
}
