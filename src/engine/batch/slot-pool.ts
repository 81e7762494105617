import type { Row, SlotRequest, Slots } from '../../decoding/model.ts'
import { createStepCost, type StepCost } from './step-cost.ts'

/** Somebody who still reads rows of the last forward. */
export interface RowReader {
  /** Takes copies in their place: the next forward overwrites them. */
  keepRows(): void
}

/** The slots of one model and those who read the rows of its last forward. */
export interface SlotPool {
  readonly slots: Slots
  /**
   * Whether rows of different flows may meet in one forward, and those of one flow be spread over several.
   * Where a graph's rows depend on their neighbours, neither may be.
   */
  readonly isShared: boolean
  forward(requests: readonly SlotRequest[]): Promise<readonly Row[]>
  /** What its steps take. */
  readonly cost: StepCost
  readonly readers: Set<RowReader>
}

export function createSlotPool(slots: Slots, isShared: boolean): SlotPool {
  const readers = new Set<RowReader>()
  return {
    slots,
    isShared,
    readers,
    cost: createStepCost(),
    forward(requests) {
      for (const reader of readers) reader.keepRows()
      readers.clear()
      return slots.forward(requests)
    },
  }
}
