import { describe, expect, it } from 'vitest'
import {
  detentOf,
  isOffAt,
  positionOf,
  strideOf,
  TRAVEL,
  valueAt,
} from '../../../src/page/ui/slider-scale.ts'
import { strategyDescriptions } from '../../../src/strategies/registry.ts'

const numbers = strategyDescriptions.flatMap(({ id, parameters }) =>
  parameters
    .filter(({ type }) => type === 'number' || type === 'integer')
    .map((parameter) => [`${id} ${parameter.name}`, parameter] as const),
)
const parameterOf = (id: string) => strategyDescriptions.find((one) => one.id === id)!.parameters[0]!

describe('the slider of', () => {
  it.each(numbers)('%s keeps every value that it can show', (_, parameter) => {
    for (let position = 0; position <= TRAVEL; position += strideOf(parameter)) {
      const value = valueAt(parameter, position)
      expect(valueAt(parameter, positionOf(parameter, value))).toBe(value)
      expect(value === parameter.off || !isOffAt(parameter, position)).toBe(true)
      if (value === parameter.off) continue
      expect(value).toBeGreaterThanOrEqual(parameter.minimum ?? -Infinity)
      expect(value).toBeLessThanOrEqual(parameter.maximum ?? Infinity)
    }
  })

  it.each([
    ['temperature', TRAVEL / 2],
    ['min-p', 0],
    ['nucleus', TRAVEL],
    // Below the slider: 0 keeps all words, beside the highest k; an epsilon of 0 is beside the lowest.
    ['top-k', TRAVEL],
    ['epsilon', 0],
  ])('%s is off at %i', (id, position) => {
    expect(detentOf(parameterOf(id))).toBe(position)
    expect(valueAt(parameterOf(id), position)).toBe(parameterOf(id).off)
  })

  it('goes on evenly by ratio where the scale is logarithmic', () => {
    const epsilon = parameterOf('epsilon')
    expect([250, 500, 750].map((position) => valueAt(epsilon, position))).toEqual([0.0001, 0.001, 0.01])
  })
})
