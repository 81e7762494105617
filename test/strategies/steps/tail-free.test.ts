import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Distribution } from '../../../src/sampling/distribution.ts'
import { logitsOf, shapes } from '../../helpers/distributions.ts'
import { applyChain } from '../../helpers/reference.ts'

/** llama.cpp's rule over the whole order, without looking ahead. */
function naiveCount(distribution: Distribution, z: number): number {
  const p = Array.from({ length: distribution.size }, (_, rank) => distribution.probability(rank))
  if (p.length <= 2 || z >= 1) return p.length
  const slopes = p.slice(1).map((value, i) => p[i]! - value)
  const bends = slopes.slice(1).map((value, i) => Math.abs(slopes[i]! - value))
  const total = bends.reduce((sum, bend) => sum + bend, 0)
  let cumulative = 0
  for (const [i, bend] of bends.entries()) {
    cumulative += total > 1e-6 ? bend / total : 1 / bends.length
    if (i >= 1 && cumulative > z + 1e-12) return i
  }
  return p.length
}

describe('tail-free', () => {
  it('stops ranking early, and cuts where the whole order would have cut', () => {
    for (const shape of shapes) {
      for (const size of [3, 64, 66, 67, 200, 8192, 50_257]) {
        const distribution = Distribution.fromLogits(logitsOf(shape, size))
        for (const z of [0, 0.1, 0.5, 0.9, 0.95, 0.97, 0.99, 0.999, 1])
          expect(applyChain(`tail-free:${z}`, distribution).size, `${shape} ${size} ${z}`).toBe(
            naiveCount(distribution, z),
          )
      }
    }
  })

  it('does so on any distribution', () => {
    const logits = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(logits, fc.double({ min: 0, max: 1, noNaN: true }), (row, z) => {
        const distribution = Distribution.fromLogits(row)
        expect(applyChain(`tail-free:${z}`, distribution).size).toBe(naiveCount(distribution, z))
      }),
    )
  })
})
