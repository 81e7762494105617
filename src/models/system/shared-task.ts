/** Who waits for a task, and gets its progress. */
export interface WaitOptions<Progress> {
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}

/** One piece of work shared by everybody who waits for it; aborted when the last one leaves. */
export interface SharedTask<Result, Progress> {
  readonly progress: Progress
  /** Whether it was given up; it may still be cleaning up. */
  readonly isAborted: boolean
  /** @throws what the work throws; the signal's reason when this one stops waiting */
  wait(options?: WaitOptions<Progress>): Promise<Result>
  /** Aborts it for everybody, who get `reason`. */
  cancel(reason: Error): void
}

/** Starts the work at once; `onEnd` is called when it is over, whatever came of it. */
export function shareTask<Result, Progress>(
  start: Progress,
  work: (signal: AbortSignal, onProgress: (progress: Progress) => void) => Promise<Result>,
  onEnd: () => void,
): SharedTask<Result, Progress> {
  const abort = new AbortController()
  const listeners = new Set<(progress: Progress) => void>()
  let progress = start
  let waiting = 0
  const result = work(abort.signal, (latest) => {
    progress = latest
    for (const listener of listeners) listener(latest)
  }).finally(onEnd)
  // Those who wait get the failure; when all have left, nobody gets it.
  result.catch(() => undefined)
  return {
    get progress() {
      return progress
    },
    get isAborted() {
      return abort.signal.aborted
    },
    cancel: (reason) => abort.abort(reason),
    async wait({ onProgress, signal } = {}) {
      waiting++
      if (onProgress) listeners.add(onProgress)
      try {
        return await (signal ? Promise.race([result, whenAborted(signal)]) : result)
      } finally {
        if (onProgress) listeners.delete(onProgress)
        if (--waiting === 0) abort.abort()
      }
    },
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
