import { AsyncLocalStorage } from 'node:async_hooks'
import type { Ticket } from './ticket.ts'

/** One piece of business that wants computing: a run, a score, an inspection. */
export interface Flow {
  readonly client: Client
  readonly signal: AbortSignal | undefined
  /** What it waits for, in order. */
  readonly tickets: Ticket[]
  /** Milliseconds of computing it was given, on the scheduler's clock. */
  used: number
}

/** Somebody who asks, with any number of flows: fairness is between clients first. */
export interface Client {
  readonly name: string
  flows: number
  used: number
}

const storage = new AsyncLocalStorage<Flow>()

/** The flow that the code which asks belongs to. */
export function currentFlow(): Flow {
  const flow = storage.getStore()
  if (!flow) throw new Error('work for the scheduler outside of a flow')
  return flow
}

export const within = <Result>(flow: Flow, work: () => Promise<Result>): Promise<Result> =>
  storage.run(flow, work)
