import type { Batch, Child, Row } from '../../decoding/model.ts'
import { copyOf, extendSlots, slotsOf } from '../../decoding/rows.ts'
import type { Scheduler } from './scheduler.ts'
import type { RowReader, SlotPool } from './slot-pool.ts'

/** Texts of one batch whose cache is kept when it ends. */
const REMEMBERED = 4

/** Rows of one text after another in slots that others share; its steps are forwards of the scheduler's. */
export class SharedBatch implements Batch, RowReader {
  #rows: readonly Row[]
  #isOpen = true
  readonly #slots: readonly number[]
  readonly #pool: SlotPool
  readonly #scheduler: Scheduler
  readonly #hidden: boolean

  /** @param rows of the pool's last forward, or copies */
  constructor(
    scheduler: Scheduler,
    pool: SlotPool,
    slots: readonly number[],
    rows: readonly Row[],
    hidden: boolean,
  ) {
    this.#scheduler = scheduler
    this.#pool = pool
    this.#slots = slots
    this.#rows = rows
    this.#hidden = hidden
    pool.readers.add(this)
  }

  get rows(): readonly Row[] {
    return this.#rows
  }

  keepRows(): void {
    this.#rows = this.#rows.map(copyOf)
  }

  async extend(children: readonly Child[]): Promise<Batch> {
    if (!this.#isOpen) throw new Error('this batch was consumed')
    this.#close()
    const slots = slotsOf(this.#pool.slots, this.#slots, children)
    try {
      const rows = await extendSlots(this.#pool.slots, slots, this.#rows, children, (requests) =>
        this.#scheduler.rows(
          this.#pool,
          requests.map((request) => ({ ...request, hidden: this.#hidden })),
        ),
      )
      return new SharedBatch(this.#scheduler, this.#pool, slots, rows, this.#hidden)
    } catch (error) {
      for (const slot of slots) this.#pool.slots.release(slot)
      throw error
    }
  }

  #close(): void {
    this.#isOpen = false
    this.#pool.readers.delete(this)
  }

  dispose(): void {
    if (!this.#isOpen) return
    this.#close()
    // What was written last is what is asked for next: gone on with, looked into, or replayed.
    if (this.#pool.isShared && !this.#hidden) {
      for (const slot of this.#slots.slice(0, REMEMBERED)) this.#pool.slots.remember(slot)
    }
    for (const slot of this.#slots) this.#pool.slots.release(slot)
    if (!this.#pool.isShared) this.#pool.slots.dispose()
  }
}
