import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Distribution, DistributionError } from '../../src/sampling/distribution.ts'
import { draw } from '../../src/sampling/draw.ts'
import { randomStreams } from '../../src/sampling/random.ts'
import { applyChain, keptIds, largestDifference, probabilities } from '../helpers/reference.ts'

const finite = fc.double({ min: -60, max: 60, noNaN: true })
const row = fc
  .array(fc.oneof({ weight: 4, arbitrary: finite }, fc.constant(-Infinity)), { minLength: 1, maxLength: 50 })
  .filter((logits) => logits.some((logit) => logit > -Infinity))

function naiveSoftmax(logits: readonly number[]): number[] {
  const highest = Math.max(...logits)
  const weights = logits.map((logit) => Math.exp(logit - highest))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

const entropyOf = (shares: readonly number[]) =>
  -shares.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0)

describe('Distribution', () => {
  it('is the softmax by id and by rank, with its logarithms and its entropy', () => {
    fc.assert(
      fc.property(row, (logits) => {
        const distribution = Distribution.fromLogits(logits)
        const expected = naiveSoftmax(logits)
        expect(largestDifference(probabilities(distribution), expected)).toBeLessThan(1e-14)
        for (let rank = 0; rank < distribution.size; rank++) {
          const id = distribution.id(rank)
          expect(distribution.probability(rank)).toBe(distribution.probabilityOf(id))
          expect(distribution.logProbability(rank)).toBe(distribution.logProbabilityOf(id))
          expect(distribution.logit(rank)).toBe(logits[id])
          expect(distribution.rankOf(id)).toBe(rank)
          expect(Math.exp(distribution.logProbability(rank))).toBeCloseTo(expected[id]!, 12)
        }
        expect(distribution.entropy()).toBeCloseTo(entropyOf(expected), 9)
      }),
    )
  })

  it('cuts and renormalises: ids, probabilities, entropy and ranks of what is left', () => {
    fc.assert(
      fc.property(row, fc.nat(20), fc.integer({ min: 1, max: 30 }), (logits, from, count) => {
        const whole = Distribution.fromLogits(logits)
        fc.pre(from < whole.size)
        const cut = whole.slice(from, from + count)
        const kept = Array.from({ length: whole.size }, (_, rank) => whole.id(rank)).slice(from, from + count)
        const alone = naiveSoftmax(logits.map((logit, id) => (kept.includes(id) ? logit : -Infinity)))
        expect(Array.from({ length: cut.size }, (_, rank) => cut.id(rank))).toEqual(kept)
        expect(largestDifference(probabilities(cut), alone)).toBeLessThan(1e-9)
        expect(cut.entropy()).toBeCloseTo(entropyOf(alone), 7)
        for (const id of logits.keys()) expect(cut.includes(id)).toBe(kept.includes(id))
        expect(kept.map((id) => cut.rankOf(id))).toEqual([...kept.keys()])
        expect(cut.sumOver((probability) => probability)).toBeCloseTo(1, 9)
        expect(whole.massOf(cut)).toBeCloseTo(
          kept.reduce((sum, id) => sum + whole.probabilityOf(id), 0),
          9,
        )
      }),
    )
  })

  it('changes of temperature and logits act on what is left of a cut', () => {
    fc.assert(
      fc.property(
        row,
        fc.integer({ min: 1, max: 30 }),
        fc.double({ min: 0.1, max: 5, noNaN: true }),
        (logits, count, t) => {
          const cut = Distribution.fromLogits(logits).head(count)
          const left = logits.map((logit, id) => (cut.includes(id) ? logit : -Infinity))
          const tempered = cut.withTemperature(t)
          expect(
            largestDifference(probabilities(tempered), naiveSoftmax(left.map((logit) => logit / t))),
          ).toBeLessThan(1e-9)
          const changed = cut.withLogits(
            new Map([
              [0, 1],
              [logits.length - 1, -2],
            ]),
          )
          const after = left.with(0, left[0]! > -Infinity ? 1 : -Infinity)
          const wanted = after.with(-1, left.at(-1)! > -Infinity ? -2 : -Infinity)
          if (logits.length > 1)
            expect(largestDifference(probabilities(changed), naiveSoftmax(wanted))).toBeLessThan(1e-9)
          expect(keptIds(changed)).toEqual(keptIds(cut))
          expect(keptIds(tempered)).toEqual(keptIds(cut))
        },
      ),
    )
  })

  it('keeps the order of log-probabilities where probabilities underflow', () => {
    const distribution = Distribution.fromLogits([0, -2000, -1000])
    expect([0, 1, 2].map((rank) => distribution.probability(rank))).toEqual([1, 0, 0])
    expect([0, 1, 2].map((rank) => distribution.logProbability(rank))).toEqual([0, -1000, -2000])
    expect(distribution.entropy()).toBe(0)
  })

  it('at a temperature so low that logits overflow, leaves the most likely and its ties', () => {
    expect(keptIds(Distribution.fromLogits([3, 7, 7, -2]).withTemperature(1e-308))).toEqual([1, 2])
  })

  it('copies its input', () => {
    const logits = Float64Array.from([1, 2, 3])
    const distribution = Distribution.fromLogits(logits)
    logits.fill(0)
    expect(distribution.logit(0)).toBe(3)
  })

  it.each([
    [[Number.NaN, 1], 'expected finite logits or -Infinity, got NaN for token 0'],
    [[1, Infinity], 'expected finite logits or -Infinity, got Infinity for token 1'],
    [[-Infinity, -Infinity], 'no token is left'],
    [[], 'no token is left'],
  ])('refuses %j by name', (logits, message) => {
    expect(() => Distribution.fromLogits(logits)).toThrow(new DistributionError(message))
  })

  it('refuses to cut to nothing', () => {
    const distribution = Distribution.fromLogits([0, -2000])
    expect(() => distribution.head(0)).toThrow(DistributionError)
    expect(() => distribution.slice(1, 2)).toThrow('every token that is left has probability 0')
    expect(() => distribution.subset([])).toThrow('no token is left')
  })
})

describe('the demo the project started from', () => {
  const words = ['cat', 'dog', 'bird', 'fish', 'lizard', 'hamster']
  const raw = Distribution.fromLogits([2.4, 1.8, 0.5, 0.2, -0.3, -1.0])
  const nucleus = applyChain('nucleus:0.9', raw)

  it('nucleus 0.9 is cat, dog, bird, fish, divided by their mass', () => {
    expect(keptIds(nucleus).map((id) => words[id])).toEqual(['cat', 'dog', 'bird', 'fish'])
    const weights = [2.4, 1.8, 0.5, 0.2].map(Math.exp)
    const mass = weights.reduce((sum, weight) => sum + weight, 0)
    expect(
      largestDifference(probabilities(nucleus), [...weights.map((weight) => weight / mass), 0, 0]),
    ).toBeLessThan(1e-15)
    const three = raw.probability(0) + raw.probability(1) + raw.probability(2)
    expect([three < 0.9, three + raw.probability(3) >= 0.9]).toEqual([true, true])
  })

  it('five seeded draws are the words in which their numbers fall, by hand', () => {
    const uniform = randomStreams(42, 0)('draw')
    // Cumulative probabilities .5526, .8559, .9388, 1; the numbers of seed 42 are .172, .699, .111, .328,
    // .524.
    const drawn = [0, 1, 2, 3, 4].map((step) => words[draw(nucleus, uniform(step))]!)
    expect(drawn).toEqual(['cat', 'dog', 'cat', 'cat', 'cat'])
    expect([0.553, 0.86, 0.94].map((u) => words[draw(nucleus, u)])).toEqual(['dog', 'bird', 'fish'])
  })
})
