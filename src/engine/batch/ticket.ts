import type { Row, SlotRequest } from '../../decoding/model.ts'
import type { Flow } from './flow.ts'
import type { SlotPool } from './slot-pool.ts'

/** What a flow waits for. */
export type Ticket = RowsTicket | WorkTicket

interface TicketBase {
  readonly flow: Flow
  reject(error: unknown): void
}

/** Tokens to append in one pool, by one forward or several. */
export interface RowsTicket extends TicketBase {
  readonly pool: SlotPool
  readonly requests: readonly SlotRequest[]
  /** The rows so far, in the order of the requests. */
  readonly rows: Row[]
  resolve(rows: readonly Row[]): void
}

/** Work that nothing else can share: it has the thread to itself. */
interface WorkTicket extends TicketBase {
  work(): Promise<void>
}

export const isRowsTicket = (ticket: Ticket): ticket is RowsTicket => 'pool' in ticket
