import type { Batch, Child, PrefillOptions, Row, Slots } from '../../decoding/model.ts'
import { promptPieces } from '../../decoding/prompt-pieces.ts'

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
  const owned = prompts.map(() => slots.open().slot)
  const pieces = prompts.map((prompt) => promptPieces(prompt, pieceLength))
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
  return batchOf(slots, owned, rows, hidden)
}

function batchOf(slots: Slots, owned: readonly number[], rows: readonly Row[], hidden: boolean): Batch {
  let isConsumed = false
  return {
    rows,
    async extend(children) {
      if (isConsumed) throw new Error('this batch was consumed')
      isConsumed = true
      try {
        const next = slotsFor(slots, owned, children)
        const requests = children.map(({ token }, index) => ({ slot: next[index]!, tokens: [token], hidden }))
        return batchOf(slots, next, await slots.forward(requests), hidden)
      } catch (error) {
        slots.dispose()
        throw error
      }
    },
    dispose() {
      if (!isConsumed) slots.dispose()
      isConsumed = true
    },
  }
}

/** A slot a child: its parent's for the first child of each, copies for the others; childless parents leave. */
function slotsFor(slots: Slots, owned: readonly number[], children: readonly Child[]): number[] {
  const taken = new Set<number>()
  const parents = new Set(children.map(({ parent }) => parent))
  for (const [row, slot] of owned.entries()) if (!parents.has(row)) slots.release(slot)
  return children.map(({ parent }) => {
    const slot = owned[parent]!
    if (taken.has(slot)) return slots.fork(slot)
    taken.add(slot)
    return slot
  })
}
