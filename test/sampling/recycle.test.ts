import { describe, expect, it } from 'vitest'
import { Distribution } from '../../src/sampling/distribution.ts'

/** All of a distribution, as numbers. */
const contentsOf = (distribution: Distribution) =>
  Array.from({ length: distribution.size }, (_, rank) => [
    distribution.id(rank),
    distribution.logit(rank),
    distribution.probability(rank),
  ])

const LOGITS = Float32Array.from({ length: 300 }, (_, id) => Math.sin(id * 12.9898) * 8)

describe('a distribution in the arrays of one that has ended', () => {
  it('holds the same as in new ones, with and without masked tokens', () => {
    const masked = LOGITS.map((logit, id) => (id % 3 === 0 ? -Infinity : logit))
    const fresh = [LOGITS, masked].map((logits) =>
      contentsOf(Distribution.fromLogits(logits).withTemperature(0.7)),
    )
    for (let round = 0; round < 3; round++) {
      for (const [index, logits] of [LOGITS, masked].entries()) {
        const raw = Distribution.fromLogits(logits)
        const cool = raw.withTemperature(0.7)
        const cut = cool.head(20)
        expect(contentsOf(cool)).toEqual(fresh[index])
        expect(cut.entropy()).toBeGreaterThan(0)
        // Cuts share their arrays: giving them back twice would hand them to two.
        for (const one of [raw, cool, cut, cut]) one.recycle()
      }
    }
    const [one, other] = [Distribution.fromLogits(LOGITS), Distribution.fromLogits(masked)]
    expect(one.probabilityOf(0)).toBeGreaterThan(0)
    expect(other.probabilityOf(0)).toBe(0)
  })

  it('of the same row as before holds the same, until it ends itself', () => {
    const expected = contentsOf(Distribution.fromLogits(LOGITS))
    const other = LOGITS.map((logit) => -logit)
    const [one, again] = [Distribution.fromLogits(LOGITS), Distribution.fromLogits(LOGITS.slice())]
    one.head(20).recycle()
    one.recycle()
    for (let round = 0; round < 20; round++) Distribution.fromLogits(other).recycle()
    expect(contentsOf(again)).toEqual(expected)
    again.recycle()
    for (let round = 0; round < 20; round++) {
      const [raw, more] = [Distribution.fromLogits(other), Distribution.fromLogits(LOGITS)]
      expect(contentsOf(more)).toEqual(expected)
      expect(raw.id(0)).toBe(more.id(more.size - 1))
      raw.recycle()
      more.recycle()
    }
  })

  it('ranks and measures what counting every token gives', () => {
    const raw = Distribution.fromLogits(LOGITS)
    raw.id(40)
    for (const id of [0, 7, 150, 299]) {
      const before = LOGITS.filter(
        (logit, other) => logit > LOGITS[id]! || (logit === LOGITS[id]! && other < id),
      )
      expect(raw.rankOf(id)).toBe(before.length)
    }
    let entropy = 0
    for (let rank = 0; rank < raw.size; rank++) {
      entropy -= raw.probability(rank) * raw.logProbability(rank)
    }
    expect(raw.entropy()).toBeCloseTo(entropy, 10)
  })
})
