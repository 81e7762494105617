import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Distribution } from '../../../src/sampling/distribution.ts'
import { applyChain } from '../../helpers/reference.ts'

/** Algorithm 1 of arXiv 2604.11012 as it is written, over the sorted logits. */
function paperCount(logits: readonly number[], tau: number): number {
  const sorted = logits.toSorted((a, b) => b - a)
  const range = sorted[0]! - sorted.at(-1)! + 1e-8
  let [cliff, steepest] = [1, -1]
  for (let i = 1; i < sorted.length; i++) {
    const decay = (sorted[i - 1]! - sorted[i]!) / (i * range)
    // Equal falls are equal, whatever their quotients round to.
    if (decay > steepest + 1e-12) [cliff, steepest] = [i, decay]
  }
  return Math.min(logits.length, Math.max(cliff, Math.floor(Math.max(0, tau) / range)))
}

const keptOf = (logits: readonly number[], tau: number) =>
  applyChain(`min-k:${tau}`, Distribution.fromLogits(logits)).size

describe('min-k', () => {
  it.each([
    { name: 'a head of three, then a cliff', logits: [9, 8.6, 8.3, 1, 0.8, 0.5, 0], tau: 0, kept: 3 },
    { name: 'one sure token', logits: [12, 3, 2.5, 2.4], tau: 3, kept: 1 },
    { name: 'falls that are equal for their rank: the first', logits: [3, 2, 0], tau: 0, kept: 1 },
    { name: 'nearly flat: τ / r tokens', logits: [0.3, 0.2, 0.1, 0], tau: 0.8, kept: 2 },
    { name: 'flat: all of them', logits: [1, 1, 1, 1], tau: 3, kept: 4 },
    { name: 'flat without τ: the first', logits: [1, 1, 1, 1], tau: 0, kept: 1 },
    { name: 'one token', logits: [2], tau: 0, kept: 1 },
  ])('$name', ({ logits, tau, kept }) => {
    expect(keptOf(logits, tau)).toBe(kept)
  })

  it('keeps what the algorithm keeps that sorts everything', () => {
    const logits = fc.array(fc.integer({ min: -96, max: 96 }), { minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(logits, fc.constantFrom(0, 3, 40), (eighths, tau) => {
        const own = eighths.map((eighth) => eighth / 8)
        expect(keptOf(own, tau)).toBe(paperCount(own, tau))
      }),
    )
  })

  it('measures what an earlier step has left', () => {
    const logits = [5, 4.9, 4.8, 0, -50]
    expect(applyChain('top-k:4+min-k:0', Distribution.fromLogits(logits)).size).toBe(3)
    expect(applyChain('top-k:2+min-k:0', Distribution.fromLogits(logits)).size).toBe(1)
  })
})
