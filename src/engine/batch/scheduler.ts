import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Row, SlotRequest } from '../../decoding/model.ts'
import { type Client, currentFlow, type Flow, isRowsTicket, type Ticket, within } from './flow.ts'
import { forwardRows } from './forward.ts'
import type { SlotPool } from './slot-pool.ts'

/** What was computed so far. */
interface SchedulerCounts {
  readonly forwards: number
  /**
   * Rows of all forwards, and of the one that is going on or was the last; 0 of these where nothing waits.
   */
  readonly rows: number
  readonly stepRows: number
  /** Tokens of prompts, and how many of them had been read before. */
  readonly promptTokens: number
  readonly cachedTokens: number
}

/** Shares one thread between everybody who computes on it. */
export interface Scheduler {
  /** Does `work` as a flow: everything it asks of the scheduler is on its account, and `client`'s. */
  flow<Result>(
    work: () => Promise<Result>,
    options?: { readonly client?: string | undefined; readonly signal?: AbortSignal | undefined },
  ): Promise<Result>
  /**
   * Appends tokens in a pool's slots when it is this flow's turn, perhaps together with those of others.
   * @returns a row a request, valid until the pool's next forward
   * @throws the reason of the flow's abort
   */
  rows(pool: SlotPool, requests: readonly SlotRequest[]): Promise<readonly Row[]>
  /** Does a stretch of work, and what it resolves at once, when it is this flow's turn. @throws as `rows` */
  work<Result>(stretch: () => Promise<Result>): Promise<Result>
  /** Notes a prompt that is about to be read. @param cached tokens of it that need not be */
  notePrompt(tokens: number, cached: number): void
  counts(): SchedulerCounts
}

/**
 * Milliseconds by which a flow may be ahead of the others: what it was given beside them counts no further.
 */
const MOST_AHEAD = 100

/**
 * Fair by cost: the client that was given the least time goes first, and of its flows the one that was given
 * the least; its step leads, and rows of others that wait for the same model come along (`forward.ts`). So a
 * run of one row beside one of 64 goes first at nearly every step, and nobody waits for long. Who arrives, or
 * comes back, starts where the clock is: time that was not asked for cannot be saved up.
 */
export function createScheduler(): Scheduler {
  const clients = new Map<string, Client>()
  const ready = new Set<Flow>()
  const counts = { forwards: 0, rows: 0, stepRows: 0, promptTokens: 0, cachedTokens: 0 }
  let clock = 0
  let isGoing = false

  async function flow<Result>(
    work: () => Promise<Result>,
    { client: name = '', signal }: { client?: string | undefined; signal?: AbortSignal | undefined } = {},
  ): Promise<Result> {
    const client = clients.get(name) ?? { name, flows: 0, used: clock }
    clients.set(name, client)
    client.flows++
    const own: Flow = { client, signal, tickets: [], used: clock, forward: 0 }
    const abort = () => {
      ready.delete(own)
      for (const ticket of own.tickets.splice(0)) ticket.reject(signal?.reason)
    }
    signal?.addEventListener('abort', abort, { once: true })
    try {
      return await within(own, work)
    } finally {
      signal?.removeEventListener('abort', abort)
      if (--client.flows === 0) clients.delete(name)
    }
  }

  function add(ticket: Ticket): void {
    const { flow: own } = ticket
    if (own.signal?.aborted) {
      ticket.reject(own.signal.reason)
      return
    }
    own.tickets.push(ticket)
    own.used = Math.max(own.used, clock)
    own.client.used = Math.max(own.client.used, clock)
    ready.add(own)
    if (isGoing) return
    isGoing = true
    void go()
  }

  async function go(): Promise<void> {
    // What arrives in the same turn of the loop shares the first forward.
    await nextTurn()
    for (;;) {
      const order = [...ready].sort(byTimeUsed)
      const [lead] = order
      if (!lead) break
      clock = Math.max(clock, Math.min(lead.used, lead.client.used))
      const ticket = lead.tickets[0]!
      const start = performance.now()
      const shares = await step(lead, order)
      // Those who got their rows choose their next tokens, and what came over the wire is received.
      await nextTurn()
      const took = performance.now() - start
      learn(ticket, shares, took)
      charge(shares, took)
    }
    isGoing = false
    counts.stepRows = 0
  }

  /** @returns how many rows of the step each flow had */
  async function step(lead: Flow, order: readonly Flow[]): Promise<ReadonlyMap<Flow, number>> {
    const ticket = lead.tickets[0]!
    if (!isRowsTicket(ticket)) {
      finish(ticket)
      await ticket.work()
      return new Map([[lead, 1]])
    }
    const { shares, finished } = await forwardRows(ticket, order)
    counts.forwards++
    counts.stepRows = rowsOf(shares)
    counts.rows += counts.stepRows
    for (const flow of shares.keys()) flow.forward = counts.forwards
    for (const one of finished) finish(one)
    return shares
  }

  /** Only steps of one token a row measure what another row takes. */
  function learn(ticket: Ticket, shares: ReadonlyMap<Flow, number>, took: number): void {
    if (!isRowsTicket(ticket) || ticket.requests[0]!.tokens.length > 1) return
    ticket.pool.cost.learn(rowsOf(shares), took)
  }

  function finish(ticket: Ticket): void {
    const { flow: own } = ticket
    const place = own.tickets.indexOf(ticket)
    // It is gone where the flow was aborted meanwhile.
    if (place >= 0) own.tickets.splice(place, 1)
    if (own.tickets.length === 0) ready.delete(own)
  }

  function charge(shares: ReadonlyMap<Flow, number>, milliseconds: number): void {
    const total = rowsOf(shares)
    for (const [own, rows] of shares) {
      const share = (milliseconds * rows) / total
      own.used = Math.min(own.used + share, clock + MOST_AHEAD)
      own.client.used = Math.min(own.client.used + share, clock + MOST_AHEAD)
    }
  }

  return {
    flow,
    rows: (pool, requests) =>
      new Promise((resolve, reject) => {
        add({ flow: currentFlow(), pool, requests, rows: [], resolve, reject })
      }),
    work: (stretch) =>
      new Promise((resolve, reject) => {
        const work = () => stretch().then(resolve, reject)
        add({ flow: currentFlow(), work, reject })
      }),
    notePrompt(tokens, cached) {
      counts.promptTokens += tokens
      counts.cachedTokens += cached
    },
    counts: () => ({ ...counts }),
  }
}

const rowsOf = (shares: ReadonlyMap<Flow, number>): number =>
  [...shares.values()].reduce((sum, rows) => sum + rows, 0)

const byTimeUsed = (one: Flow, other: Flow): number =>
  one.client.used - other.client.used || one.used - other.used
