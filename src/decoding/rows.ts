import type { Child, Row, Slots } from './model.ts'

/** A row that outlives its batch. */
export const copyOf = ({ logits, hidden }: Row): Row => ({
  logits: logits.slice(),
  ...(hidden && { hidden: hidden.map((one) => one.slice()) }),
})

/**
 * A slot a child: its parent's for the first child of each, copies for the others; childless parents leave.
 * @param owned slots of the parents, by row
 * @param onLeave is called before a parent's slot is released
 */
export function slotsOf(
  slots: Pick<Slots, 'fork' | 'release'>,
  owned: readonly number[],
  children: readonly Child[],
  onLeave: (slot: number) => void = () => {},
): number[] {
  const parents = new Set(children.map(({ parent }) => parent))
  for (const [row, slot] of owned.entries()) {
    if (parents.has(row)) continue
    onLeave(slot)
    slots.release(slot)
  }
  const taken = new Set<number>()
  return children.map(({ parent }) => {
    const slot = owned[parent]
    if (slot === undefined) throw new RangeError(`no row ${parent}`)
    if (taken.has(slot)) return slots.fork(slot)
    taken.add(slot)
    return slot
  })
}

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
