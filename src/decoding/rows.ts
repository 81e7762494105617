import type { Child, Row, Slots } from './model.ts'

/** A row that outlives its batch. */
export const copyOf = ({ logits, hidden }: Row): Row => ({
  logits: logits.slice(),
  ...(hidden && { hidden: hidden.map((one) => one.slice()) }),
})

/**
 * One forward of slots for the children that have a token, behind what they take back.
 * @param slots one a child, of its own
 * @param rows of the parents; those of children that wait are copied before anything is computed
 * @param forward appends tokens
 * @returns a row a child
 */
export async function extendSlots(
  slots: Pick<Slots, 'truncate' | 'lengthOf'>,
  owned: readonly number[],
  rows: readonly Row[],
  children: readonly Child[],
  forward: (requests: { slot: number; tokens: number[] }[]) => Promise<readonly Row[]>,
): Promise<Row[]> {
  const waiting = children.map(({ parent, token }) =>
    token === undefined ? copyOf(rows[parent]!) : undefined,
  )
  const requests = children.flatMap(({ token, dropped = 0 }, child) => {
    if (token === undefined) return []
    const slot = owned[child]!
    if (dropped > 0) slots.truncate(slot, slots.lengthOf(slot) - dropped)
    return [{ slot, tokens: [token] }]
  })
  const forwarded = [...(await forward(requests))]
  return waiting.map((row) => row ?? forwarded.shift()!)
}
