import { describe, expect, it } from 'vitest'
import { partingLabels, partings } from '../../../../src/page/compare/lane/divergence.ts'
import { step } from '../finished-run.ts'

describe('divergence', () => {
  const reading = (letter: string, ...tokens: number[]) => ({
    letter,
    steps: tokens.map((token) => step(token)),
  })
  const readings = [reading('A', 1, 2, 3), reading('B', 1, 5, 6), reading('C', 1, 5, 7), reading('D', 1, 5)]

  it('flags where lanes part, pair by pair, and not where one only ends', () => {
    expect(partings(readings).map((flags) => Object.fromEntries(flags))).toEqual([
      { 1: ['B', 'C', 'D'] },
      { 1: ['A'], 2: ['C'] },
      { 1: ['A'], 2: ['B'] },
      { 1: ['A'] },
    ])
  })

  it('states it once for the chart', () => {
    expect(partingLabels(readings)).toEqual([
      { step: 1, label: 'A differs' },
      { step: 2, label: 'B and C differ' },
    ])
  })
})
