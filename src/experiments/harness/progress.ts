const EVERY = 5000
const BAR = 20

/** Says every five seconds how far work is and how long it will take. */
export function createProgress(what: string, note: (text: string) => void, now = () => performance.now()) {
  const started = now()
  let last = -Infinity
  return (share: number): void => {
    const time = now()
    if (time - last < EVERY && share < 1) return
    last = time
    const left = share > 0 ? `, ${inWords(((time - started) * (1 - share)) / share)} left` : ''
    const bar = '#'.repeat(Math.floor(BAR * share)).padEnd(BAR, '.')
    note(`${what} [${bar}] ${Math.floor(100 * share)}%${left}`)
  }
}

function inWords(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000)
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
}
