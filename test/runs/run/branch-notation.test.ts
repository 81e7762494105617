import { describe, expect, it } from 'vitest'
import { formatBranch, parseBranch } from '../../../src/runs/run/branch-notation.ts'

describe('a branch in a link or a command', () => {
  it.each([
    ['2.1.14:532', { lane: 1, sample: 0, step: 13, token: 532 }],
    ['1.3.1= lit=\n', { lane: 0, sample: 2, step: 0, text: ' lit=\n' }],
  ])('reads and writes %j', (notation, branch) => {
    expect(parseBranch(notation)).toEqual(branch)
    expect(formatBranch(branch)).toBe(notation)
  })

  it.each(['0.1.1:5', '1.1:5', '1.1.1', '1.1.1=', 'a.1.1:5'])('refuses %j', (notation) => {
    expect(() => parseBranch(notation)).toThrow(/Expected a branch as LANE.SAMPLE.STEP:TOKEN/)
  })
})
