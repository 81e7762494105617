const EVERY = 5000
const BAR = 20

/** Below this share the time is not estimated: the first of it may be anything. */
const LITTLE = 0.01

/**
 * Notes every five seconds how far work is and how long it will take; the clock starts with the first share.
 */
export function createProgress(what: string, note: (text: string) => void, now = () => performance.now()) {
  let started: number | undefined
  let last = -Infinity
  return (share: number): void => {
    const time = now()
    started ??= time
    if (time - last < EVERY && share < 1) return
    last = time
    const left = share >= LITTLE ? `, ${inWords(((time - started) * (1 - share)) / share)} left` : ''
    const bar = '#'.repeat(Math.floor(BAR * share)).padEnd(BAR, '.')
    note(`${what} [${bar}] ${Math.floor(100 * share)}%${left}`)
  }
}

function inWords(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000)
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
}
