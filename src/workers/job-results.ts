import type { Queue, QueueEvents } from 'bullmq'

/** Waits for the ends of jobs, however many, with one listener for each way to end. */
export interface JobResults {
  /**
   * Resolves when a job is completed.
   * @throws Error with the worker's reason, or that of `end`
   */
  wait(id: string): Promise<void>
  /** Ids of the jobs that are waited for. */
  waiting(): Iterable<string>
  /** Whoever waits still gets an error. */
  end(reason: string): void
}

type Settle = (reason?: string) => void

export function createJobResults(queue: Queue, events: QueueEvents): JobResults {
  const waiting = new Map<string, Set<Settle>>()
  const settle = (id: string, reason?: string) => {
    for (const done of waiting.get(id) ?? []) done(reason)
    waiting.delete(id)
  }
  events.on('completed', ({ jobId }) => settle(jobId))
  events.on('failed', ({ jobId, failedReason }) => settle(jobId, failedReason))

  /** A job may have ended before anybody listened. */
  async function look(id: string): Promise<void> {
    const state = await queue.getJobState(id)
    if (state === 'completed') settle(id)
    else if (state === 'failed') settle(id, (await queue.getJob(id))?.failedReason ?? state)
    else if (state === 'unknown') settle(id, 'its job is gone from Redis')
  }

  return {
    wait(id) {
      const ended = new Promise<void>((resolve, reject) => {
        const done: Settle = (reason) => (reason === undefined ? resolve() : reject(new Error(reason)))
        waiting.set(id, (waiting.get(id) ?? new Set()).add(done))
      })
      look(id).catch((error: Error) => settle(id, error.message))
      return ended
    },
    waiting: () => waiting.keys(),
    end(reason) {
      for (const id of waiting.keys()) settle(id, reason)
    },
  }
}
