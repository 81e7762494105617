import { AsyncLocalStorage } from 'node:async_hooks'
import type { Row, SlotRequest } from '../../decoding/model.ts'
import type { SlotPool } from './slot-pool.ts'

/** One piece of business that wants computing: a run, a score, an inspection. */
export interface Flow {
  readonly client: Client
  readonly signal: AbortSignal | undefined
  /** What it waits for, in order. */
  readonly tickets: Ticket[]
  /** Milliseconds of computing it was given, on the scheduler's clock. */
  used: number
  /** Number of the last forward that it had rows in. */
  forward: number
}

/** Somebody who asks, with any number of flows: fairness is between clients first. */
export interface Client {
  readonly name: string
  flows: number
  used: number
}

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

const storage = new AsyncLocalStorage<Flow>()

/** The flow that the code which asks belongs to. */
export function currentFlow(): Flow {
  const flow = storage.getStore()
  if (!flow) throw new Error('work for the scheduler outside of a flow')
  return flow
}

export const within = <Result>(flow: Flow, work: () => Promise<Result>): Promise<Result> =>
  storage.run(flow, work)
