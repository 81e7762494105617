import { describe, expect, it } from 'vitest'
import {
  atLeast,
  atMost,
  formulaOf,
  ratio,
  verdictOf,
  whatHeld,
} from '../../../src/experiments/claims/checks.ts'

describe('checks', () => {
  it('hold a number against its margin, the margin itself included', () => {
    expect(atLeast('x', 0.3, 0.3)).toMatchObject({ passed: true, comparison: 'at least', margin: 0.3 })
    expect(atLeast('x', 0.29, 0.3).passed).toBe(false)
    expect(atMost('x', 0.05, 0.05).passed).toBe(true)
    expect(atMost('x', 0.051, 0.05).passed).toBe(false)
  })

  it('fail where nothing was measured', () => {
    for (const check of [atLeast, atMost]) {
      expect(check('x', null, 1).passed).toBe(false)
      expect(check('x', Number.NaN, 1).passed).toBe(false)
    }
    expect([ratio(null, 1), ratio(1, null), ratio(1, 0)]).toEqual([null, null, null])
    expect(ratio(6, 4)).toBe(1.5)
  })

  it('make a verdict', () => {
    const [yes, no] = [atLeast('x', 1, 0), atLeast('x', 0, 1)]
    expect(verdictOf([yes, yes], [])).toBe('reproduced')
    expect(verdictOf([yes, no], [])).toBe('partly reproduced')
    expect(verdictOf([no], [])).toBe('not reproduced')
  })

  it('make a verdict that the statements of the paper lower, and count both', () => {
    const yes = atLeast('x', 1, 0)
    const [carried, lost] = [true, false].map((carriedOver) => ({ statement: 's', carriedOver, why: 'w' }))
    expect(verdictOf([yes], [carried!])).toBe('reproduced')
    expect(verdictOf([yes], [carried!, lost!])).toBe('partly reproduced')
    expect(whatHeld([yes], [carried!, lost!])).toBe(
      '1 of 1 checks passed, 1 of 2 statements of the paper carried over',
    )
    expect(whatHeld([yes], [])).toBe('1 of 1 checks passed')
  })

  it('read as formulas', () => {
    expect(formulaOf(atMost('greedy ÷ human perplexity', 0.0696, 0.25))).toBe(
      'greedy ÷ human perplexity ≤ 0.25: 0.07',
    )
    expect(formulaOf(atLeast('x', null, 2))).toBe('x ≥ 2: not measured')
  })
})
