import { expect, it } from 'vitest'
import { Distribution } from '../../src/sampling/distribution.ts'
import { createMarginal, powered } from '../../src/sampling/power.ts'
import { fromCounts, totalVariation } from '../../src/sampling/total-variation.ts'

const of = (...weights: number[]) => Distribution.fromLogits(weights.map(Math.log))

/** A model of three tokens: what follows nothing, and what follows each. */
const first = of(0.5, 0.3, 0.2)
const next = [of(0.4, 0.3, 0.3), of(0.98, 0.01, 0.01), of(0.2, 0.2, 0.6)]

it('gives the first token of two what enumerating every text gives', () => {
  const alpha = 4
  const raised = powered(first, alpha).distribution
  const marginal = createMarginal(raised)
  for (const id of [0, 1, 2]) marginal.add(id, powered(next[id]!, alpha).logSum)
  const weights = [0, 1, 2].map((x0) =>
    [0, 1, 2].reduce((sum, x1) => sum + (first.probabilityOf(x0) * next[x0]!.probabilityOf(x1)) ** alpha, 0),
  )
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  for (const id of [0, 1, 2]) {
    expect(marginal.distribution().probabilityOf(id)).toBeCloseTo(weights[id]! / total, 12)
  }
  expect(marginal.distribution().id(0)).not.toBe(raised.id(0))
  expect(marginal.leftOut()).toBeCloseTo(0, 12)
})

it('bounds what was not added', () => {
  const alpha = 4
  const raised = powered(first, alpha).distribution
  const marginal = createMarginal(raised)
  marginal.add(0, powered(next[0]!, alpha).logSum)
  marginal.add(1, powered(next[1]!, alpha).logSum)
  const bound = marginal.leftOut()
  const part = marginal.distribution()
  marginal.add(2, powered(next[2]!, alpha).logSum)
  expect(totalVariation(part, marginal.distribution())).toBeGreaterThan(0)
  expect(totalVariation(part, marginal.distribution())).toBeLessThanOrEqual(bound)
})

it('measures the distance of distributions whose supports differ', () => {
  expect(totalVariation(of(0.5, 0.5, 0), of(0.25, 0, 0.75))).toBeCloseTo(0.75, 12)
  expect(totalVariation(of(0.5, 0.5, 0), of(0.5, 0.5, 0))).toBe(0)
  const counted = fromCounts(
    new Map([
      [2, 3],
      [0, 1],
    ]),
    3,
  )
  expect(totalVariation(counted, of(0.25, 0, 0.75))).toBeCloseTo(0, 12)
})
