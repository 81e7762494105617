import type { RequestHandler } from 'express'

const waiting: (() => void)[] = []

/**
 * Resolves in a turn of the event loop that no other caller gets: for a stretch of work of some milliseconds
 * that many requests may reach at once.
 */
export function takeTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve)
    if (waiting.length === 1) setImmediate(nextTurn)
  })
}

function nextTurn(): void {
  const resolve = waiting.shift()!
  if (waiting.length > 0) setImmediate(nextTurn)
  resolve()
}

/** Makes a value in a turn of its own: several at once would keep other requests waiting. */
export async function inTurn<Value>(make: () => Value): Promise<Value> {
  await takeTurn()
  return make()
}

/**
 * Begins requests one a turn where many arrive at once: two hundred pages in one turn of the event loop would
 * keep streams and health checks waiting for half a second.
 */
export function takeTurns(): RequestHandler {
  return async (_, __, next) => {
    await takeTurn()
    next()
  }
}
