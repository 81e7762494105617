/** Work that takes turns: one piece at a time, in the order it came. */
export interface Turns {
  /**
   * Runs `work` when its turn has come; `onWait` is told how many are ahead, each time that changes.
   * @throws the signal's reason when aborted before its turn
   */
  take<Result>(
    work: () => Promise<Result>,
    options?: { readonly onWait?: (ahead: number) => void; readonly signal?: AbortSignal },
  ): Promise<Result>
}

export function createTurns(): Turns {
  let line: { readonly admit: () => void; readonly tell: (ahead: number) => void }[] = []
  let isBusy = false
  const tellAll = () => {
    for (const [index, one] of line.entries()) one.tell(index + 1)
  }
  const leave = () => {
    const next = line.shift()
    if (next) next.admit()
    else isBusy = false
    tellAll()
  }
  const enter = (onWait: (ahead: number) => void, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted()
    if (!isBusy) {
      isBusy = true
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const place = { admit: resolve, tell: onWait }
      line.push(place)
      onWait(line.length)
      signal?.addEventListener('abort', () => {
        if (!line.includes(place)) return
        line = line.filter((one) => one !== place)
        reject(signal.reason)
        tellAll()
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
