/** The stretch of time a rate is measured over, and how much of it must have passed, in milliseconds. */
const WINDOW = 5000
const ENOUGH = 1000

/**
 * Measures bytes a second over the last few seconds, from a growing count and the time it was read, in
 * milliseconds.
 */
export function createRate(): (bytes: number, now: number) => number | undefined {
  let measurements: { bytes: number; now: number }[] = []
  return (bytes, now) => {
    measurements.push({ bytes, now })
    // One measurement from before the window stays, so that it is covered whole.
    const first = measurements.findLastIndex((one) => one.now <= now - WINDOW)
    if (first > 0) measurements = measurements.slice(first)
    const start = measurements[0]!
    const passed = now - start.now
    return passed < ENOUGH ? undefined : (1000 * (bytes - start.bytes)) / passed
  }
}
