import type { RequestHandler } from 'express'

/** Milliseconds of requests that one turn of the event loop takes up. */
const TURN = 8

/**
 * Begins requests a few at a time where many arrive at once: two hundred pages in one turn of the event loop
 * would keep streams and health checks waiting for half a second.
 */
export function takeTurns(): RequestHandler {
  const line: (() => void)[] = []
  let isGoing = false

  function go(): void {
    const start = performance.now()
    do line.shift()!()
    while (line.length > 0 && performance.now() - start < TURN)
    if (line.length > 0) setImmediate(go)
    else isGoing = false
  }

  return (_, __, next) => {
    line.push(next)
    if (isGoing) return
    isGoing = true
    setImmediate(go)
  }
}
