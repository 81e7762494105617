import { describe, expect, it } from 'vitest'
import { createStepCost } from '../../../src/engine/batch/step-cost.ts'

describe('what a step takes', () => {
  it('is a line through what was measured: as many rows as fit a multiple of a smaller step', () => {
    const cost = createStepCost()
    for (let step = 0; step < 60; step++) cost.learn(1 + (step % 20), 2 + 0.5 * (1 + (step % 20)))
    // A step of one row takes 2.5 ms; three times that is 2 + 0.5 x 11.
    expect(cost.rowsWithin(3, 1)).toBe(11)
    expect(cost.rowsWithin(3, 4)).toBe(20)
  })

  it('is unknown after few steps, and after steps of one size', () => {
    const cost = createStepCost()
    cost.learn(1, 2)
    expect(cost.rowsWithin(3, 1)).toBeUndefined()
    for (let step = 0; step < 60; step++) cost.learn(8, 3)
    expect(cost.rowsWithin(3, 1)).toBeUndefined()
  })

  it('states what a step of another size is likely to take, once it knows', () => {
    const cost = createStepCost()
    expect(cost.milliseconds(1)).toBeUndefined()
    for (let step = 0; step < 60; step++) cost.learn(8, 4)
    expect(cost.milliseconds(16)).toEqual({ likely: expect.closeTo(8), isBound: true })
    for (let step = 0; step < 300; step++) cost.learn(1 + (step % 20), 2 + 0.5 * (1 + (step % 20)))
    expect(cost.milliseconds(32)).toEqual({ likely: expect.closeTo(18, 0), isBound: false })
  })

  it('follows a machine that becomes slower', () => {
    const cost = createStepCost()
    for (let step = 0; step < 60; step++) cost.learn(1 + (step % 8), 1 + (step % 8))
    for (let step = 0; step < 400; step++) cost.learn(1 + (step % 8), 10 + (step % 8))
    expect(Math.abs(cost.rowsWithin(3, 1)! - 21)).toBeLessThanOrEqual(1)
  })
})
