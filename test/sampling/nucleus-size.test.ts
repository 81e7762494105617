import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Distribution } from '../../src/sampling/distribution.ts'
import { nucleusSize } from '../../src/sampling/nucleus-size.ts'
import { keepNucleus } from '../../src/strategies/steps/nucleus.ts'

describe('the size of a nucleus', () => {
  it('counts the token that crosses p, and stops at equality', () => {
    const halves = Distribution.fromLogits([Math.log(0.5), Math.log(0.3), Math.log(0.15), Math.log(0.05)])
    expect([0, 0.4, 0.5, 0.6, 0.8, 0.81, 1].map((p) => nucleusSize(halves, p))).toEqual([1, 1, 1, 2, 2, 3, 4])
  })

  it('is what the step keeps', () => {
    const logits = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 80 })
    fc.assert(
      fc.property(logits, fc.double({ min: 0, max: 0.999, noNaN: true }), (values, p) => {
        const distribution = Distribution.fromLogits(values)
        expect(nucleusSize(distribution, p)).toBe(keepNucleus(distribution, p).size)
      }),
    )
  })
})
