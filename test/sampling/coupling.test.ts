import { describe, expect, it } from 'vitest'
import { COUPLINGS, drawsOf } from '../../src/sampling/coupling.ts'
import { Distribution } from '../../src/sampling/distribution.ts'
import { drawGumbel, gumbelScores } from '../../src/sampling/gumbel.ts'
import { laterStreams, randomStreams } from '../../src/sampling/random.ts'

const logits = [2.4, 1.8, 0.5, 0.2, -0.3, -1, -2.5, -4]
const whole = Distribution.fromLogits(logits)

/** Pearson's statistic of draws against the distribution they are drawn from. */
function chiSquare(distribution: Distribution, counts: readonly number[]): number {
  const draws = counts.reduce((sum, count) => sum + count, 0)
  return counts.reduce((sum, count, id) => {
    const expected = draws * distribution.probabilityOf(id)
    return expected === 0 ? sum + count * 1e9 : sum + (count - expected) ** 2 / expected
  }, 0)
}

/** 99.9% points of chi-square with 7 and with 3 degrees of freedom. */
const [OF_7, OF_3] = [24.3, 16.3]

describe.each(COUPLINGS)('draws by %s', (coupling) => {
  it.each([
    ['along the steps of a sample', (draw: number) => [0, draw] as const],
    ['along the samples of a seed', (draw: number) => [draw, 0] as const],
  ])('follow the distribution exactly, %s', (_, at) => {
    for (const [distribution, most] of [
      [whole, OF_7],
      [whole.head(4), OF_3],
      [Distribution.fromLogits([0, 0, 0, 0, 0, 0, 0, 0]), OF_7],
    ] as const) {
      const counts = logits.map(() => 0)
      const one = drawsOf(coupling, randomStreams(11, 0))
      for (let draw = 0; draw < 8000; draw++) {
        const [sample, step] = at(draw)
        const own = sample === 0 ? one : drawsOf(coupling, randomStreams(11, sample))
        counts[own(distribution, step).token]!++
      }
      expect(chiSquare(distribution, counts)).toBeLessThan(most)
    }
  })

  it('are the same for every lane, and for a text taken up in its middle', () => {
    const draw = drawsOf(coupling, randomStreams(3, 1))
    const later = drawsOf(coupling, laterStreams(randomStreams(3, 1), 5))
    const again = drawsOf(coupling, randomStreams(3, 1))
    for (let step = 0; step < 20; step++) {
      expect(again(whole, step)).toEqual(draw(whole, step))
      if (step >= 5) expect(later(whole, step - 5)).toEqual(draw(whole, step))
    }
  })
})

describe('Gumbel-max', () => {
  const streams = randomStreams(5, 0)

  it('draws from a cut what it draws from the whole, where that is kept', () => {
    const cut = whole.head(3)
    let same = 0
    for (let step = 0; step < 4000; step++) {
      const { token } = drawGumbel(whole, streams, step)
      if (cut.includes(token)) expect(drawGumbel(cut, streams, step).token).toBe(token)
      if (drawGumbel(cut, streams, step).token === token) same++
    }
    // No coupling keeps them together more often than their overlap.
    expect(same / 4000).toBeCloseTo(whole.massOf(cut), 1)
  })

  it('keeps two cuts together more often than inverse CDF does', () => {
    const cuts = [whole.head(3), whole.head(6)] as const
    const together = (coupling: (typeof COUPLINGS)[number]) => {
      const draw = drawsOf(coupling, streams)
      const steps = Array.from({ length: 4000 }, (_, step) => step)
      return steps.filter((step) => draw(cuts[0], step).token === draw(cuts[1], step).token).length
    }
    expect(together('gumbel-max')).toBeGreaterThan(together('inverse-cdf'))
  })

  it('lists the highest scores, the drawn token first', () => {
    const scores = gumbelScores(whole, streams, 7, 4)
    expect(scores).toHaveLength(4)
    expect(scores[0]).toEqual(drawGumbel(whole, streams, 7))
    expect(scores.map(({ score }) => score)).toEqual(
      [...scores.map(({ score }) => score)].sort((a, b) => b - a),
    )
    expect(gumbelScores(whole.head(2), streams, 7, 4)).toHaveLength(2)
  })

  it('gives a token of no probability to nobody', () => {
    const holed = Distribution.fromLogits([1, -Infinity, 1, -Infinity])
    for (let step = 0; step < 500; step++) expect([0, 2]).toContain(drawGumbel(holed, streams, step).token)
  })
})
