import { groupBy } from '../group-by.ts'
import type { Batch, LanguageModel } from './model.ts'
import { openTexts, type ReadText, type ReadTexts } from './text-batch.ts'

/** Most bytes of rows kept. */
const BUDGET = 64 * 2 ** 20
/** Batches kept open at their last text, so that a text read again a token further costs one forward. */
const OPEN_BATCHES = 4

const keyOf = ({ prompt, rest }: ReadText): string => `${prompt.join()}|${rest.join()}`

const parentOf = ({ prompt, rest }: ReadText): ReadText => ({ prompt, rest: rest.slice(0, -1) })

interface PrefixCache {
  readonly model: LanguageModel
  readonly read: ReadTexts
}

const known = new WeakMap<LanguageModel, PrefixCache>()

/**
 * The same model, which caches its logits after the texts it read last: for texts that are looked at
 * again and again, step by step. Rows with hidden states are not cached.
 */
export const withPrefixCache = (model: LanguageModel, budget = BUDGET): LanguageModel =>
  cacheOf(model, budget).model

/** The logits after some texts, cached alike; a text read again a token further is one forward. */
export const readCached = (model: LanguageModel, texts: readonly ReadText[]): ReturnType<ReadTexts> =>
  cacheOf(model, BUDGET).read(texts)

function cacheOf(model: LanguageModel, budget: number): PrefixCache {
  const before = known.get(model)
  if (before) return before
  const read = createReader(model, createRowStore(budget))
  // What is open behind the rows is kept for the next reader, or closed to make room.
  const open = (prompts: readonly (readonly number[])[]) =>
    openTexts(
      prompts.map((prompt) => ({ prompt, rest: [] })),
      read,
    )
  const cached: LanguageModel = {
    ...model,
    prefill: (tokens, options) => (options?.hidden ? model.prefill(tokens, options) : open([tokens])),
    prefillMany: (prompts, options) =>
      options?.hidden ? model.prefillMany(prompts, options) : open(prompts),
  }
  const made = { model: cached, read }
  known.set(model, made)
  known.set(cached, made)
  return made
}

interface OpenBatch {
  readonly batch: Batch
  /** Keys of its rows' texts. */
  readonly keys: readonly string[]
}

/** Answers the rows after some texts: from the cache, or read on from the nearest open batch. */
function createReader(model: LanguageModel, store: RowStore): ReadTexts {
  const parked: OpenBatch[] = []

  function park(one: OpenBatch): void {
    parked.push(one)
    if (parked.length > OPEN_BATCHES) parked.shift()!.batch.dispose()
  }

  function keep({ batch, keys }: OpenBatch): void {
    for (const [row, key] of keys.entries()) store.put(key, batch.rows[row]!.logits.slice())
  }

  /** An open batch that is after every parent of these texts; it is the caller's from here on. */
  function take(parents: readonly string[]): OpenBatch | undefined {
    const index = parked.findIndex(({ keys }) => parents.every((parent) => keys.includes(parent)))
    return index < 0 ? undefined : parked.splice(index, 1)[0]
  }

  async function step({ batch, keys }: OpenBatch, texts: readonly ReadText[]): Promise<OpenBatch> {
    const children = texts.map((text) => ({
      parent: keys.indexOf(keyOf(parentOf(text))),
      token: text.rest.at(-1)!,
    }))
    const next = { batch: await batch.extend(children), keys: texts.map(keyOf) }
    keep(next)
    return next
  }

  /** A batch after texts of one prompt and one length. */
  async function reach(texts: readonly ReadText[]): Promise<OpenBatch> {
    const [{ prompt, rest }] = texts as [ReadText]
    const near = rest.length > 0 ? take(texts.map((text) => keyOf(parentOf(text)))) : undefined
    if (near) return step(near, texts)
    const root = { prompt, rest: [] }
    let current: OpenBatch = { batch: await model.prefill(prompt), keys: [keyOf(root)] }
    keep(current)
    for (let length = 1; length <= rest.length; length++) {
      const begun = texts.map((text) => ({ prompt, rest: text.rest.slice(0, length) }))
      current = await step(current, uniqueTexts(begun))
    }
    return current
  }

  return async (texts) => {
    const rows = new Map(texts.map((text) => [keyOf(text), store.get(keyOf(text))]))
    const missing = uniqueTexts(texts.filter((text) => !rows.get(keyOf(text))))
    for (const alike of groupsOf(missing)) {
      const opened = await reach(alike)
      for (const [row, key] of opened.keys.entries()) rows.set(key, opened.batch.rows[row]!.logits.slice())
      park(opened)
    }
    return texts.map((text) => rows.get(keyOf(text))!)
  }
}

const uniqueTexts = (texts: readonly ReadText[]): ReadText[] => [
  ...new Map(texts.map((text) => [keyOf(text), text])).values(),
]

/** Texts that one batch can hold: of one prompt and one length. */
const groupsOf = (texts: readonly ReadText[]): ReadText[][] => [
  ...groupBy(texts, ({ prompt, rest }) => `${prompt.join()}|${rest.length}`).values(),
]

interface RowStore {
  get(key: string): Float32Array | undefined
  put(key: string, row: Float32Array): void
}

/** Rows by text; what was not asked for the longest goes first. */
function createRowStore(budget: number): RowStore {
  const rows = new Map<string, Float32Array>()
  let bytes = 0
  return {
    get(key) {
      const row = rows.get(key)
      if (!row) return undefined
      rows.delete(key)
      rows.set(key, row)
      return row
    },
    put(key, row) {
      bytes += row.byteLength - (rows.get(key)?.byteLength ?? 0)
      rows.delete(key)
      rows.set(key, row)
      for (const [oldest, other] of rows) {
        if (bytes <= budget || oldest === key) return
        rows.delete(oldest)
        bytes -= other.byteLength
      }
    },
  }
}
