import { parentPort } from 'node:worker_threads'
import { toJson } from '../../runs/json.ts'
import { createLink } from '../link/link.ts'
import { threadPort } from '../link/thread-port.ts'
import { computeTasks } from '../tasks.ts'
import type { ComputeOffer } from './offer.ts'

/** The thread that computes what needs no model. */
createLink<ComputeOffer, Record<never, never>>(threadPort(parentPort!), {
  async ask({ name, input, asJson, stop }) {
    const throwIfAborted = () => {
      if (Atomics.load(stop, 0) !== 0) throw new DOMException('This was given up.', 'AbortError')
    }
    throwIfAborted()
    const result = computeTasks[name](input, { throwIfAborted })
    return asJson ? new TextEncoder().encode(toJson(result)) : result
  },
})
