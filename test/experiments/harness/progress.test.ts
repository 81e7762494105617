import { expect, it } from 'vitest'
import { createProgress } from '../../../src/experiments/harness/progress.ts'

it('tells how far work is and how long it will take, now and then and at the end', () => {
  const notes: string[] = []
  let time = 0
  const tell = createProgress(
    'Working',
    (text) => void notes.push(text),
    () => time,
  )
  for (const [at, share] of [
    [0, 0],
    [1000, 0.1],
    [5000, 0.25],
    [6000, 0.3],
    [100_000, 0.5],
    [101_000, 1],
  ] as const) {
    time = at
    tell(share)
  }
  expect(notes).toEqual([
    'Working [....................] 0%',
    'Working [#####...............] 25%, 15 s left',
    'Working [##########..........] 50%, 2 min left',
    'Working [####################] 100%, 0 s left',
  ])
})
