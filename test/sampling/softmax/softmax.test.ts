import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { softmaxModule } from '../../../docs/write-softmax.ts'
import { idsWithin, isRowOf, softmax, weightsOf } from '../../../src/sampling/softmax/softmax.ts'

/** Numbers that look random, in [0, 1). */
function uniform(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

describe('the softmax of a row', () => {
  it('is, to the last bit, what Math.exp and sums in the order of the ids give', () => {
    for (const [seed, spread] of [0, 1e-9, 1e-7, 0.3, 0.4, 1, 2, 20, 45, 300, 690].entries()) {
      for (const length of [1, 2, 3, 8, 1001, 8192]) {
        const next = uniform(seed * 31 + length)
        // Half of them as a model gives them, with float32's ties.
        const value = (id: number) => 5 - spread * next() * (id % 2)
        const logits = Float64Array.from({ length }, (_, id) => (id % 3 ? Math.fround(value(id)) : value(id)))
        const weights = new Float64Array(length)
        const known = softmax(logits, weights)
        if (length === 1) {
          expect(known).toBeUndefined()
          continue
        }
        const highest = Math.max(...logits)
        const expected = logits.map((logit) => Math.exp(logit - highest))
        expect(weights).toEqual(expected)
        const total = expected.reduce((sum, weight) => sum + weight, 0)
        const weighted = expected.reduce((sum, weight, id) => sum + weight * (logits[id]! - highest), 0)
        const lowest = Math.min(...logits)
        expect(known).toEqual({ highest, lowest, first: logits.indexOf(highest), total, weighted })
        const below = logits.map((logit) => (logit - highest) / 0.7)
        const total7 = weightsOf(below, weights)
        if (total7 === undefined) expect(spread).toBeGreaterThan(400)
        else {
          expect(weights).toEqual(below.map(Math.exp))
          expect(total7).toBe(below.reduce((sum, one) => sum + Math.exp(one), 0))
        }
      }
    }
  })

  it('of float32 numbers is that of the same numbers in float64', () => {
    for (const length of [2, 3, 4, 5, 6, 7, 255, 256, 257, 1001, 8192]) {
      for (const spread of [0, 1e-9, 3, 300]) {
        const next = uniform(length)
        const row = Float32Array.from({ length }, () => 5 - spread * next())
        const [wide, logits] = [Float64Array.from(row), new Float64Array(length)]
        const [expected, weights] = [new Float64Array(length), new Float64Array(length)]
        const known = softmax(wide, expected)
        expect(softmax(logits, weights, row)).toEqual(known)
        expect(logits).toEqual(wide)
        expect(weights).toEqual(expected)
      }
    }
    for (const odd of [Number.NaN, Infinity, -Infinity, -1e4]) {
      for (const place of [0, 3, 4, 6]) {
        const row = Float32Array.from([0, 1, 2, 3, 4, 5, 6], (logit, id) => (id === place ? odd : logit))
        expect(softmax(new Float64Array(7), new Float64Array(7), row)).toBeUndefined()
      }
    }
  })

  it('knows which ids lie in a window, until the next row comes', () => {
    for (const length of [2, 3, 4, 9, 1000, 8193]) {
      const next = uniform(length)
      const row = Float32Array.from({ length }, () => Math.round(40 * next()) / 4)
      const logits = new Float64Array(length)
      const known = softmax(logits, new Float64Array(length), row)!
      weightsOf(Float64Array.from({ length: length + 3 }, next).map(Math.log), new Float64Array(length + 3))
      for (const [floor, ceiling] of [
        [-1, Infinity],
        [4, Infinity],
        [4, 7.25],
        [20, Infinity],
        [-Infinity, 3],
      ] as const) {
        const ids = [...row.keys()].filter((id) => row[id]! > floor && row[id]! <= ceiling)
        const rest = row.filter((logit) => !(logit > floor))
        const best = rest.length > 0 ? Math.max(...rest) : -Infinity
        expect(idsWithin(known, length, floor, ceiling)).toEqual({ ids: Int32Array.from(ids), next: best })
      }
      softmax(logits, new Float64Array(length))
      expect(idsWithin(known, length, -1, Infinity)).toBeUndefined()
    }
  })

  it('knows its own row, until the next one comes', () => {
    for (const length of [2, 3, 4, 7, 1000, 8193]) {
      const next = uniform(length)
      const row = Float32Array.from({ length }, () => 5 - 3 * next())
      const [logits, weights] = [new Float64Array(length), new Float64Array(length)]
      const known = softmax(logits, weights, row)!
      expect(isRowOf(known, row.slice())).toBe(true)
      for (const id of [0, 1, length >> 1, length - 2, length - 1]) {
        expect(isRowOf(known, row.with(id, Number.NaN))).toBe(false)
        expect(isRowOf(known, row.with(id, 9))).toBe(false)
      }
      softmax(logits, weights)
      expect(isRowOf(known, row)).toBeUndefined()
    }
  })

  it('is left to others where a logit is no number, not finite, or far from the rest', () => {
    for (const odd of [Number.NaN, Infinity, -Infinity, -1e4]) {
      for (const logits of [
        [0, 1, odd, 2],
        [0, 1, odd],
        [odd, 1],
      ])
        expect(softmax(Float64Array.from(logits), new Float64Array(logits.length))).toBeUndefined()
    }
    for (const below of [
      [0, -701],
      [0, 1],
      [0, -1, Number.NaN],
      [0, -1, 1],
    ])
      expect(weightsOf(Float64Array.from(below), new Float64Array(below.length))).toBeUndefined()
  })

  it('is compiled from its source', async () => {
    const own = new URL('../../../src/sampling/softmax/softmax-module.ts', import.meta.url)
    expect(readFileSync(own, 'utf8')).toBe(await softmaxModule())
  })
})
