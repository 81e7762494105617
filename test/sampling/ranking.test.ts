import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Ranking } from '../../src/sampling/ranking.ts'
import { logitsOf, shapes } from '../helpers/distributions.ts'

const naive = (keys: ArrayLike<number>, ids: readonly number[]) =>
  ids.toSorted((a, b) => keys[b]! - keys[a]! || a - b)

const inOrder = (ranking: Ranking) => Array.from({ length: ranking.size }, (_, rank) => ranking.at(rank))

const keyOf = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0, -0, 5e-324, -5e-324, 1e-300, 1e6, -1e6, 1e300, -1e300),
  fc.double({ min: -40, max: 40, noNaN: true }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)

const keysAndIds = fc.array(fc.tuple(keyOf, fc.boolean()), { minLength: 1, maxLength: 400 }).map((pairs) => ({
  keys: Float64Array.from(pairs, ([key]) => key),
  ids: pairs.flatMap(([, isMember], id) => (isMember ? [id] : [])),
}))

describe('Ranking', () => {
  it('is the naive sort: descending, ties by ascending id, +0 and -0 equal, any spread', () => {
    fc.assert(
      fc.property(keysAndIds, ({ keys, ids }) => {
        expect(inOrder(new Ranking(keys, Int32Array.from(ids)))).toEqual(naive(keys, ids))
      }),
    )
  })

  it('answers the same in any order of asking', () => {
    fc.assert(
      fc.property(
        keysAndIds,
        fc.array(fc.nat(399), { minLength: 1, maxLength: 20 }),
        ({ keys, ids }, asked) => {
          fc.pre(ids.length > 0)
          const sorted = naive(keys, ids)
          const ranking = new Ranking(keys, Int32Array.from(ids))
          for (const rank of asked.map((rank) => rank % ids.length))
            expect(ranking.at(rank)).toBe(sorted[rank])
        },
      ),
    )
  })

  it.each(shapes)('sorts 50,257 %s logits', (shape) => {
    const keys = logitsOf(shape, 50_257)
    const ids = [...keys.keys()]
    expect(inOrder(new Ranking(keys, Int32Array.from(ids)))).toEqual(naive(keys, ids))
  })

  it('sorts logits of which thousands are exactly equal', () => {
    const keys = Float64Array.from(logitsOf('flat', 20_000), (key) => Math.round(key))
    const ids = [...keys.keys()]
    expect(inOrder(new Ranking(keys, Int32Array.from(ids)))).toEqual(naive(keys, ids))
  })
})
