import type { Batch, PrefillOptions, Row, Slots } from '../../decoding/model.ts'
import { promptPieces } from '../../decoding/prompt-pieces.ts'
import { extendSlots, slotsOf } from '../../decoding/rows.ts'

/**
 * A batch in slots of its own, one row a prompt.
 * @param prompts equally long
 * @param pieceLength see `SlotFacts`
 */
export async function openSlotBatch(
  slots: Slots,
  prompts: readonly (readonly number[])[],
  pieceLength: number,
  { hidden = false }: PrefillOptions = {},
): Promise<Batch> {
  const pieces = prompts.map((prompt) => promptPieces(prompt, pieceLength))
  const owned = prompts.map(() => slots.open().slot)
  const states: (readonly Float32Array[])[] = prompts.map(() => [])
  let rows: readonly Row[] = []
  for (const index of pieces[0]!.keys()) {
    rows = await slots.forward(
      owned.map((slot, prompt) => ({ slot, tokens: pieces[prompt]![index]!, hidden })),
    )
    if (!hidden) continue
    for (const [prompt, row] of rows.entries()) states[prompt] = [...states[prompt]!, ...row.hidden!]
  }
  if (hidden) rows = rows.map((row, prompt) => ({ ...row, hidden: states[prompt]! }))
  return batchOf({ slots, owned, hidden, remembers: false }, rows)
}

/**
 * A batch of one row. What the prefix cache holds of its prompt is not read again, and what it comes to is
 * cached; hidden states are wanted of the whole prompt, so it is read.
 */
export async function openCachedBatch(
  slots: Slots,
  prompt: readonly number[],
  pieceLength: number,
  options: PrefillOptions = {},
): Promise<Batch> {
  if (options.hidden) return openSlotBatch(slots, [prompt], pieceLength, options)
  const pieces = promptPieces(prompt, pieceLength)
  const opened = slots.open(pieces)
  let row = opened.row
  for (const tokens of pieces.slice(opened.read)) {
    row = (await slots.forward([{ slot: opened.slot, tokens }]))[0]
  }
  if (!opened.row) slots.remember(opened.slot)
  return batchOf({ slots, owned: [opened.slot], hidden: false, remembers: true }, [row!])
}

interface OwnedSlots {
  readonly slots: Slots
  /** By row. */
  readonly owned: readonly number[]
  readonly hidden: boolean
  /** Whether complete texts go to the prefix cache. */
  readonly remembers: boolean
}

function batchOf(state: OwnedSlots, rows: readonly Row[]): Batch {
  const { slots, owned, hidden, remembers } = state
  let isConsumed = false
  return {
    rows,
    async extend(children) {
      if (isConsumed) throw new Error('this batch was consumed')
      isConsumed = true
      try {
        // Where no text splits these are complete; a search leaves texts at every step.
        const isComplete = remembers && new Set(children.map(({ parent }) => parent)).size === children.length
        const next = slotsOf(slots, owned, children, (slot) => {
          if (isComplete) slots.remember(slot)
        })
        const answers = await extendSlots(slots, next, rows, children, (requests) =>
          slots.forward(requests.map((request) => ({ ...request, hidden }))),
        )
        return batchOf({ ...state, owned: next }, answers)
      } catch (error) {
        slots.dispose()
        throw error
      }
    },
    dispose() {
      if (isConsumed) return
      isConsumed = true
      if (remembers) for (const slot of owned) slots.remember(slot)
      slots.dispose()
    },
  }
}
