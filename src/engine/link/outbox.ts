/**
 * Milliseconds that what is not urgent may wait for company: a message costs its receiver more than what it
 * carries, and no page draws more often.
 */
const REST = 16

interface Outbox<Item> {
  add(item: Item, isUrgent: boolean): void
  /** Sends everything now. */
  flush(): void
  /** Sends nothing any more. */
  close(): void
}

/**
 * Collects what is to be sent; the first item after a rest and urgent ones go at the end of this turn of the
 * loop.
 */
export function createOutbox<Item>(post: (items: readonly Item[]) => void): Outbox<Item> {
  let items: Item[] = []
  let sentAt = Number.NEGATIVE_INFINITY
  let soon: NodeJS.Immediate | undefined
  let later: NodeJS.Timeout | undefined
  let isOpen = true

  function flush(): void {
    clearImmediate(soon)
    clearTimeout(later)
    soon = later = undefined
    if (items.length === 0 || !isOpen) return
    const sent = items
    items = []
    sentAt = performance.now()
    post(sent)
  }

  return {
    add(item, isUrgent) {
      if (!isOpen) return
      items.push(item)
      const rest = sentAt + REST - performance.now()
      if (isUrgent || rest <= 0) soon ??= setImmediate(flush)
      else later ??= setTimeout(flush, rest)
    },
    flush,
    close() {
      isOpen = false
      flush()
    },
  }
}
