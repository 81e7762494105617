/**
 * A run is drawn seldom, as the model that is watched runs on the same processor: at least so many
 * milliseconds apart, and so many times what a drawing costs. Its painting costs as much again in other
 * threads.
 */
const LEAST_REST = 150
const REST = 14
/** First words, too, wait for the rest after a heavy drawing: never longer than this. */
const MOST_REST = 800

export interface Redraw {
  /** A person waits: the next frame shows it. */
  now(): void
  /** A run went on. */
  seldom(): void
}

/** @param draw draws what has changed, before the next frame is painted */
export function createRedraw(draw: () => void): Redraw {
  let isPlanned = false
  let later: ReturnType<typeof setTimeout> | undefined
  let cost = 0
  let endedAt = 0
  const drawAll = () => {
    isPlanned = false
    const start = performance.now()
    draw()
    // Layout and paint included.
    setTimeout(() => {
      endedAt = performance.now()
      cost = endedAt - start
    })
  }
  const now = () => {
    clearTimeout(later)
    later = undefined
    if (isPlanned) return
    isPlanned = true
    requestAnimationFrame(drawAll)
  }
  const seldom = () => {
    if (isPlanned || later !== undefined) return
    const wait = endedAt + Math.min(MOST_REST, Math.max(LEAST_REST, REST * cost)) - performance.now()
    if (wait > 0) later = setTimeout(now, wait)
    else now()
  }
  return { now, seldom }
}
