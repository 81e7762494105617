/** Work that takes turns: one piece at a time, in the order it came. */
export interface Mutex {
  /**
   * Runs `work` when its turn has come; `onWait` gets how many are ahead, each time that changes.
   * @throws the signal's reason when aborted before its turn
   */
  take<Result>(
    work: () => Promise<Result>,
    options?: { readonly onWait?: (ahead: number) => void; readonly signal?: AbortSignal },
  ): Promise<Result>
}

export function createMutex(): Mutex {
  let line: { readonly admit: () => void; readonly onWait: (ahead: number) => void }[] = []
  let isBusy = false
  const reportAll = () => {
    for (const [index, one] of line.entries()) one.onWait(index + 1)
  }
  const leave = () => {
    const next = line.shift()
    if (next) next.admit()
    else isBusy = false
    reportAll()
  }
  const enter = (onWait: (ahead: number) => void, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted()
    if (!isBusy) {
      isBusy = true
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const entry = { admit: resolve, onWait: onWait }
      line.push(entry)
      onWait(line.length)
      signal?.addEventListener('abort', () => {
        if (!line.includes(entry)) return
        line = line.filter((one) => one !== entry)
        reject(signal.reason)
        reportAll()
      })
    })
  }
  return {
    async take(work, { onWait = () => undefined, signal } = {}) {
      await enter(onWait, signal)
      try {
        return await work()
      } finally {
        leave()
      }
    },
  }
}
