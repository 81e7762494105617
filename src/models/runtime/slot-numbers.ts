import type { SlotRequest } from '../../decoding/model.ts'

/** Gives out slot numbers, and refuses what the port forbids. */
interface SlotNumbers {
  /** The smallest number that is free. */
  next(): number
  /** @throws RangeError where the slot is not open */
  check(slot: number): void
  /** @throws RangeError where a forward of these requests cannot be */
  checkAll(requests: readonly SlotRequest[]): void
}

/** @param open those in use, by number */
export function createSlotNumbers(
  open: ReadonlyMap<number, unknown>,
  contextLength: number,
  lengthOf: (slot: number) => number,
): SlotNumbers {
  function check(slot: number): void {
    if (!open.has(slot)) throw new RangeError(`expected an open slot, got ${slot}`)
  }
  return {
    next() {
      let slot = 0
      while (open.has(slot)) slot++
      return slot
    },
    check,
    checkAll(requests) {
      const seen = new Set<number>()
      for (const { slot, tokens } of requests) {
        check(slot)
        if (seen.has(slot)) throw new RangeError(`expected one request a slot, got two for ${slot}`)
        seen.add(slot)
        const room = contextLength - lengthOf(slot)
        if (tokens.length < 1 || tokens.length > room) {
          throw new RangeError(`expected 1 to ${room} tokens for slot ${slot}, got ${tokens.length}`)
        }
      }
    },
  }
}
