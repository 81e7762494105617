import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Distribution } from '../../../../src/sampling/distribution.ts'
import { steps } from '../../../../src/strategies/registry.ts'
import { applyChain, keptIds, ofWeights } from '../../../helpers/reference.ts'

const tenths = ofWeights([0.4, 0.3, 0.2, 0.1])
const kept = (chain: string, distribution: Distribution) => keptIds(applyChain(chain, distribution))

describe('the bug museum', () => {
  it('is labelled as wrong, and states who was wrong', () => {
    const exhibits = steps.filter(({ family }) => family === 'bug museum')
    expect(exhibits.map(({ id }) => id)).toEqual([
      'nucleus-drops-crossing',
      'nucleus-top-50',
      'nucleus-stale',
      'nucleus-one-too-many',
    ])
    for (const { title, summary } of exhibits) {
      expect(title).toMatch(/^Wrong nucleus/)
      expect(summary).not.toContain('://')
    }
  })

  it('drops the crossing token: less than p of the mass is left, and the first stays in any case', () => {
    expect(kept('nucleus:0.8', tenths)).toEqual([0, 1, 2])
    expect(kept('nucleus-drops-crossing:0.8', tenths)).toEqual([0, 1])
    expect(kept('nucleus-drops-crossing:0.3', tenths)).toEqual([0])
  })

  it('is right at equality, where the sum lands on p', () => {
    expect(kept('nucleus-drops-crossing:0.9', tenths)).toEqual(kept('nucleus:0.9', tenths))
  })

  it('never holds more than 50 tokens of a flat distribution', () => {
    const flat = Distribution.fromLogits(new Array<number>(1000).fill(0))
    expect(applyChain('nucleus:0.95', flat).size).toBe(950)
    expect(applyChain('nucleus-top-50:0.95', flat).size).toBe(48)
    expect(applyChain('nucleus-top-50:1', flat).size).toBe(50)
  })

  it('takes the set from before the temperature', () => {
    expect(kept('temperature:3+nucleus:0.7', tenths)).toEqual([0, 1, 2])
    expect(kept('temperature:3+nucleus-stale:0.7', tenths)).toEqual([0, 1])
    expect(applyChain('temperature:3+nucleus-stale:0.7', tenths).probability(0)).toBeCloseTo(
      applyChain('nucleus:0.7+temperature:3', tenths).probability(0),
      12,
    )
  })

  it('leaves the most likely candidate where nothing of the stale set is left', () => {
    expect(kept('xtc:threshold=0.1,probability=1+nucleus-stale:0.4', tenths)).toEqual([3])
  })

  it('lets one too many in at equality, and only there', () => {
    expect(kept('nucleus:0.9', tenths)).toEqual([0, 1, 2])
    expect(kept('nucleus-one-too-many:0.9', tenths)).toEqual([0, 1, 2, 3])
    expect(kept('nucleus-one-too-many:0.85', tenths)).toEqual([0, 1, 2])
  })

  it('surrounds the right set: never more when dropping, never fewer when adding, by one at most', () => {
    const logits = fc.array(
      fc.integer({ min: -30, max: 30 }).map((eighths) => eighths / 8),
      { minLength: 1, maxLength: 40 },
    )
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(logits, share, (row, p) => {
        const distribution = Distribution.fromLogits(row)
        const right = applyChain(`nucleus:${p}`, distribution).size
        const fewer = applyChain(`nucleus-drops-crossing:${p}`, distribution).size
        const more = applyChain(`nucleus-one-too-many:${p}`, distribution).size
        expect([right - 1, right]).toContain(fewer)
        expect([right, right + 1]).toContain(more)
      }),
    )
  })
})
