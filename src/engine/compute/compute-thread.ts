import { Worker } from 'node:worker_threads'
import { UserError } from '../../errors.ts'
import { createLink, type Link } from '../link/link.ts'
import { threadPort } from '../link/thread-port.ts'
import { threadCode } from '../process/spawn.ts'
import type { ComputeOffer } from './offer.ts'

/** A thread for work on numbers; it starts with the first piece and is replaced when it fails. */
export interface ComputeThread {
  ask(task: Omit<ComputeOffer['ask']['input'], 'stop'>, signal?: AbortSignal): Promise<unknown>
  close(): Promise<void>
}

/** Megabytes of objects it may hold. */
const HEAP = 1024

export function createComputeThread(): ComputeThread {
  let current: { readonly worker: Worker; readonly link: Link<ComputeOffer> } | undefined

  function start() {
    const worker = new Worker(threadCode(new URL('./thread.ts', import.meta.url)), {
      eval: true,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP },
    })
    const own = { worker, link: createLink<Record<never, never>, ComputeOffer>(threadPort(worker), {}) }
    const end = (error?: Error) => {
      if (current === own) current = undefined
      own.link.cut(lost(error))
    }
    worker.on('error', end).on('exit', () => end())
    // The program may end beside it.
    worker.unref()
    return own
  }

  return {
    async ask(task, signal) {
      signal?.throwIfAborted()
      current ??= start()
      const { link } = current
      const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
      const abort = () => void Atomics.store(stop, 0, 1)
      signal?.addEventListener('abort', abort, { once: true })
      try {
        return await link.call('ask', { ...task, stop })
      } finally {
        signal?.removeEventListener('abort', abort)
      }
    },
    close: async () => void (await current?.worker.terminate()),
  }
}

const lost = (error: Error | undefined) =>
  new UserError(
    'engine-lost',
    `The part of this program that computes stopped (${error?.message ?? 'it was ended'}); ask for ` +
      'fewer draws, words or lanes.',
  )
