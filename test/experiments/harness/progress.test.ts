import { expect, it } from 'vitest'
import { createProgress } from '../../../src/experiments/harness/progress.ts'

/** What was noted, and how to report a share at a time. */
function progress() {
  const notes: string[] = []
  let time = 0
  const progressOf = createProgress(
    'Working',
    (text) => void notes.push(text),
    () => time,
  )
  const report = (at: number, share: number) => {
    time = at
    progressOf(share)
  }
  return { notes, report }
}

it('notes how far work is and how long it will take, now and then and at the end', () => {
  const { notes, report } = progress()
  for (const [at, share] of [
    [7000, 0],
    [8000, 0.1],
    [12_000, 0.25],
    [13_000, 0.3],
    [107_000, 0.5],
    [108_000, 1],
  ] as const) {
    report(at, share)
  }
  expect(notes).toEqual([
    'Working [....................] 0%',
    'Working [#####...............] 25%, 15 s left',
    'Working [##########..........] 50%, 2 min left',
    'Working [####################] 100%, 0 s left',
  ])
})

it('states nothing of the time while next to nothing is done', () => {
  const { notes, report } = progress()
  report(0, 0)
  report(30_000, 0.0001)
  expect(notes.at(-1)).toBe('Working [....................] 0%')
})
