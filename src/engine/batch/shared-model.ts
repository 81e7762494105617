import type { Batch, LanguageModel, PrefillOptions, Row } from '../../decoding/model.ts'
import { promptPieces } from '../../decoding/prompt-pieces.ts'
import { copyOf } from '../../decoding/rows.ts'
import type { Scheduler } from './scheduler.ts'
import { SharedBatch } from './shared-batch.ts'
import { createSlotPool, type SlotPool } from './slot-pool.ts'
import type { StepCost } from './step-cost.ts'

/**
 * The same model, whose forwards are the scheduler's: rows of everybody who reads it share them. A
 * row's logits are those it has alone (see `Slots`).
 */
export function sharedModel(model: LanguageModel, scheduler: Scheduler): LanguageModel {
  const { isIndependent, pieceLength } = model.slotFacts
  const common = isIndependent ? createSlotPool(model.openSlots(), true) : undefined

  const prefill = (tokens: readonly number[], options: PrefillOptions = {}): Promise<Batch> =>
    read(promptPieces(tokens, pieceLength), options)

  async function read(
    pieces: readonly (readonly number[])[],
    { hidden = false }: PrefillOptions = {},
  ): Promise<Batch> {
    const pool = common ?? createSlotPool(model.openSlots(), false)
    // Hidden states are wanted of every token, and are not cached.
    const { slot, read: known, row } = hidden ? pool.slots.open() : pool.slots.open(pieces)
    scheduler.notePrompt(pieces.flat().length, pieces.slice(0, known).flat().length)
    try {
      const last = row ?? (await readPieces(pool, slot, pieces.slice(known), hidden))
      if (!row && !hidden) pool.slots.remember(slot)
      return new SharedBatch(scheduler, pool, [slot], [last], hidden)
    } catch (error) {
      pool.slots.release(slot)
      throw error
    }
  }

  /** @returns the row after the last piece, with the hidden states of all of them where they are wanted */
  async function readPieces(
    pool: SlotPool,
    slot: number,
    pieces: readonly (readonly number[])[],
    hidden: boolean,
  ): Promise<Row> {
    const states: Float32Array[] = []
    let last: Row | undefined
    for (const tokens of pieces) {
      const [row] = await scheduler.rows(pool, [{ slot, tokens, hidden }])
      last = row!
      if (hidden) states.push(...copyOf(last).hidden!)
    }
    return hidden ? { ...last!, hidden: states } : last!
  }

  const shared: LanguageModel = {
    ...model,
    prefill,
    // Every token alone, as it was appended when it was chosen: in one piece they would round differently.
    resume: (prompt, tokens) =>
      read([...promptPieces(prompt, pieceLength), ...tokens.map((token) => [token])]),
    prefillMany: (prompts, options) =>
      prompts.length === 1
        ? prefill(prompts[0]!, options)
        : batchOfItsOwn(scheduler, () => model.prefillMany(prompts, options)),
    async *evaluate(tokens) {
      const rows = model.evaluate(tokens)[Symbol.asyncIterator]()
      try {
        // Between two rows, which may be judged at length, others have their turns.
        for (;;) {
          const { done, value } = await scheduler.work(() => rows.next())
          if (done) return
          yield value
        }
      } finally {
        await rows.return?.()
      }
    },
  }
  if (common) costs.set(shared, common.cost)
  return shared
}

const costs = new WeakMap<LanguageModel, StepCost>()

/** What a shared model's steps take; undefined for one whose rows share no step. */
export const stepCostOf = (model: LanguageModel): StepCost | undefined => costs.get(model)

/** A batch that shares its forwards with nobody. */
async function batchOfItsOwn(scheduler: Scheduler, open: () => Promise<Batch>): Promise<Batch> {
  const batch = await scheduler.work(open)
  return {
    rows: batch.rows,
    extend: (children) => batchOfItsOwn(scheduler, () => batch.extend(children)),
    dispose: () => batch.dispose(),
  }
}
