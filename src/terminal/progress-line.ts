const WIDTH = 24

/** "[======      ] 12 of 40, 34 s left". @param milliseconds since the first began */
export function progressLine(done: number, total: number, milliseconds: number): string {
  const filled = Math.round((WIDTH * done) / total)
  const bar = `[${'='.repeat(filled)}${' '.repeat(WIDTH - filled)}]`
  const left = done === 0 ? '' : `, ${timeText((milliseconds / done) * (total - done))} left`
  return `${bar} ${done} of ${total}${left}`
}

function timeText(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000)
  return seconds < 100 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}
