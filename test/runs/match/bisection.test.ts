import { describe, expect, it } from 'vitest'
import { bisect, MOST_TRIES } from '../../../src/runs/match/bisection.ts'

const solve = (bisection: ReturnType<typeof bisect>, width: (value: number) => number) => {
  for (let value = bisection.next(); value !== undefined; value = bisection.next())
    bisection.receive(width(value))
  return bisection.best()!
}

const share = { type: 'number', minimum: 0, maximum: 1 } as const

describe('bisect', () => {
  it.each([
    ['rises', (value: number) => 1 + 999 * value ** 3, 0.9],
    ['falls', (value: number) => 1000 ** (1 - value), 0.37],
    ['falls steeply near 0', (value: number) => 1 / (0.0001 + value), 0.00023],
  ])('finds the value where the width %s', (_, width, value) => {
    const found = solve(bisect(share, width(value)), width)
    expect(Math.abs(found.width / width(value) - 1)).toBeLessThanOrEqual(0.001)
    expect(found.value).toBeCloseTo(value, 3)
  })

  it('takes whole numbers where the parameter is one, and none at which the step is off', () => {
    const tried: number[] = []
    const rank = { type: 'integer', minimum: 0, maximum: 1_000_000, off: 0 } as const
    const bisection = bisect(rank, 40.4, 8192)
    const found = solve(bisection, (value) => {
      tried.push(value)
      return value
    })
    expect(found).toEqual({ value: 40, width: 40 })
    expect(tried.every((value) => Number.isInteger(value) && value > 0 && value <= 8192)).toBe(true)
  })

  it('answers with the nearest end where no value is as wide', () => {
    const width = (value: number) => 20 + 10 * value
    expect(solve(bisect(share, 5), width)).toEqual({ value: 0, width: 20 })
    expect(solve(bisect(share, 500), width)).toEqual({ value: 1, width: 30 })
  })

  it('ends where the width jumps over the goal', () => {
    const bisection = bisect(share, 50)
    const found = solve(bisection, (value) => (value < 0.3 ? 40 : 80))
    expect(found.width).toBe(40)
    expect(bisection.tries()).toBeLessThanOrEqual(MOST_TRIES)
  })

  it.each([
    ['near the value that turns the step off', { ...share, off: 0 }, (value: number) => 1000 - 990 * value],
    ['at every value', { type: 'number', minimum: 0, maximum: 100, off: 1 } as const, () => 1000],
  ])('answers with off itself where the width is the goal %s', (_, parameter, width) => {
    expect(solve(bisect(parameter, 1000), width)).toEqual({ value: parameter.off, width: 1000 })
  })
})
