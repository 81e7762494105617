import type { Row, SlotRequest } from '../../decoding/model.ts'
import { copyOf } from '../../decoding/rows.ts'
import { type Flow, isRowsTicket, type RowsTicket } from './flow.ts'
import type { SlotPool } from './slot-pool.ts'

/**
 * Rows of one forward: as many as the processors take as cheaply as more, and few enough that what arrives
 * meanwhile waits for little.
 */
export const MOST_ROWS = 32
/**
 * Where several flows wait, their rows come along with the one whose turn it is as long as the step takes at
 * most this many times what it takes alone, or as many times as there are flows to share the time with;
 * before that is known, up to this many rows.
 */
const SLOWED = 3
const COMPANY = 8

interface Part {
  readonly ticket: RowsTicket
  readonly requests: readonly SlotRequest[]
}

/** What a forward did. */
interface Forwarded {
  /** Rows by flow. */
  readonly shares: ReadonlyMap<Flow, number>
  /** Tickets that were answered, or have failed. */
  readonly finished: readonly RowsTicket[]
}

/**
 * One forward: rows of the ticket whose turn it is, and beside them rows of others in the same pool.
 * @param order flows that wait, the one whose turn it is first
 */
export async function forwardRows(lead: RowsTicket, order: readonly Flow[]): Promise<Forwarded> {
  const parts = partsOf(lead, order)
  const shares = new Map(parts.map(({ ticket, requests }) => [ticket.flow, requests.length]))
  try {
    const rows = await lead.pool.forward(parts.flatMap(({ requests }) => requests))
    let place = 0
    for (const { ticket, requests } of parts) {
      takeRows(ticket, rows.slice(place, place + requests.length))
      place += requests.length
    }
  } catch (error) {
    for (const { ticket } of parts) ticket.reject(error)
    return { shares, finished: parts.map(({ ticket }) => ticket) }
  }
  const finished = parts.map(({ ticket }) => ticket).filter(isAnswered)
  for (const { resolve, rows } of finished) resolve(rows)
  return { shares, finished }
}

const isAnswered = ({ rows, requests }: RowsTicket): boolean => rows.length === requests.length

/** Rows of a ticket that waits for more of them are kept as copies once another forward comes. */
function takeRows(ticket: RowsTicket, rows: readonly Row[]): void {
  const from = ticket.rows.length
  ticket.rows.push(...rows)
  if (isAnswered(ticket)) return
  ticket.pool.readers.add({
    keepRows() {
      for (let index = from; index < from + rows.length; index++)
        ticket.rows[index] = copyOf(ticket.rows[index]!)
    },
  })
}

function partsOf(lead: RowsTicket, order: readonly Flow[]): Part[] {
  const { pool } = lead
  const next = lead.requests.slice(lead.rows.length)
  if (!pool.isShared) return [{ ticket: lead, requests: next }]
  // A piece of a prompt is a pass of its own.
  if (next[0]!.tokens.length > 1) return [{ ticket: lead, requests: next.slice(0, 1) }]
  const most = order.length === 1 ? MOST_ROWS : companyOf(pool, next.length, shareOf(lead.flow, order))
  const parts: Part[] = []
  let left = most
  for (const ticket of [lead, ...companions(lead, order)]) {
    if (left === 0) break
    const open = ticket.requests.slice(ticket.rows.length)
    // What fits into one forward is not spread over two: its rows would be moved to ever other neighbours.
    if (ticket !== lead && open.length > left && open.length <= most) continue
    const requests = open.slice(0, left)
    parts.push({ ticket, requests })
    left -= requests.length
  }
  return parts
}

/** Tickets that can come along: first of those that did last time, whose rows are neighbours already. */
function companions(lead: RowsTicket, order: readonly Flow[]): RowsTicket[] {
  const tickets = order.flatMap(({ tickets: [ticket] }) =>
    ticket !== lead && isRowsTicket(ticket!) && ticket.pool === lead.pool && isSingle(ticket) ? [ticket] : [],
  )
  const { forward } = lead.flow
  return [
    ...tickets.filter(({ flow }) => flow.forward === forward),
    ...tickets.filter(({ flow }) => flow.forward !== forward),
  ]
}

/** Rows of a step that one flow leads with so many of its own, and that may take so many times its own. */
function companyOf({ cost }: SlotPool, own: number, slowed: number): number {
  // So many times the rows never take more than so many times the time.
  const rows = cost.rowsWithin(slowed, Math.min(own, MOST_ROWS)) ?? Math.max(COMPANY, slowed * own)
  return Math.min(MOST_ROWS, Math.max(own, rows))
}

/**
 * How many times as long as alone a flow's step may take: those who wait would each have their own step in
 * between, the clients in turn, and the flows of a client in turn.
 */
function shareOf({ client }: Flow, order: readonly Flow[]): number {
  const clients = new Set(order.map((flow) => flow.client)).size
  const own = order.filter((flow) => flow.client === client).length
  return Math.max(SLOWED, clients * own)
}

const isSingle = ({ requests, rows }: RowsTicket): boolean => requests[rows.length]!.tokens.length === 1
