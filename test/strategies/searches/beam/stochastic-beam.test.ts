import { describe, expect, it } from 'vitest'
import { Distribution } from '../../../../src/sampling/distribution.ts'
import { topPerturbed, truncatedGumbel } from '../../../../src/sampling/perturbed.ts'
import { randomStreams } from '../../../../src/sampling/random.ts'
import type { BeamTree } from '../../../../src/strategies/searches/beam/tree.ts'
import { fakeModel } from '../../../fakes/fake-model.ts'
import { runLane } from '../../../fakes/lane.ts'

const treeOf = ({ search }: { search?: unknown }) => search as BeamTree

/** Pearson's statistic of counts against exact shares. */
function chiSquare(counts: readonly number[], shares: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts.reduce((sum, count, i) => sum + (count - total * shares[i]!) ** 2 / (total * shares[i]!), 0)
}

describe('Gumbel numbers from the top', () => {
  const final = Distribution.fromLogits([0.5, 0.3, 0.15, 0.05].map(Math.log))
  const chance = (seed: number) => {
    const u = randomStreams(seed, 0)('test')
    return { token: (order: number) => u(2 * order), noise: (order: number) => u(2 * order + 1) }
  }

  it('come in falling order, without a token twice, the first inheriting its parent', () => {
    for (let seed = 0; seed < 50; seed++) {
      const drawn = topPerturbed(final, -1, 0.3, 10, chance(seed))
      expect(new Set(drawn.map(({ token }) => token)).size).toBe(4)
      expect(drawn[0]!.perturbed).toBe(0.3)
      for (let i = 1; i < 4; i++) expect(drawn[i]!.perturbed).toBeLessThanOrEqual(drawn[i - 1]!.perturbed)
    }
  })

  it('order the tokens as draws without replacement do', () => {
    const p = [0.5, 0.3, 0.15, 0.05]
    const counts = new Array<number>(16).fill(0)
    for (let seed = 0; seed < 20_000; seed++) {
      const [first, second] = topPerturbed(final, 0, 0, 2, chance(seed))
      counts[4 * first!.token + second!.token]! += 1
    }
    const pairs = counts.map((count, i) => ({ count, a: i >> 2, b: i & 3 }))
    expect(pairs.filter(({ a, b }) => a === b).every(({ count }) => count === 0)).toBe(true)
    const mixed = pairs.filter(({ a, b }) => a !== b)
    const shares = mixed.map(({ a, b }) => (p[a]! * p[b]!) / (1 - p[a]!))
    // 11 degrees of freedom: 31.26 is exceeded with probability .001.
    expect(
      chiSquare(
        mixed.map(({ count }) => count),
        shares,
      ),
    ).toBeLessThan(31.26)
  })

  it('follow the truncated distribution', () => {
    const [location, ceiling] = [0.7, 1.1]
    const u = randomStreams(3, 0)('test')
    const bins = new Array<number>(10).fill(0)
    for (let i = 0; i < 10_000; i++) {
      const g = truncatedGumbel(location, ceiling, u(i))
      expect(g).toBeLessThanOrEqual(ceiling)
      // Distribution function exp(-exp(location - g)), divided by its value at the ceiling, is uniform.
      const share = Math.exp(Math.exp(location - ceiling) - Math.exp(location - g))
      bins[Math.min(9, Math.trunc(share * 10))]! += 1
    }
    // 9 degrees of freedom: 27.88 is exceeded with probability .001.
    expect(chiSquare(bins, new Array<number>(10).fill(0.1))).toBeLessThan(27.88)
    expect(truncatedGumbel(location, ceiling, 0)).toBe(ceiling)
  })

  it('reach a tail far below the precision of 1', () => {
    const peaked = Distribution.fromLogits([0, -60, -61])
    const drawn = topPerturbed(peaked, 0, 0, 3, chance(1))
    expect(drawn.map(({ token }) => token).sort()).toEqual([0, 1, 2])
    for (const { perturbed } of drawn) expect(Number.isFinite(perturbed)).toBe(true)
  })
})

describe('stochastic beam', () => {
  it('draws different texts, best first', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const { ranking } = treeOf(await runLane(fakeModel(), 'stochastic-beam:width=6', { seed, trace: true }))
      expect(ranking.length).toBe(6)
      expect(new Set(ranking.map(({ tokens }) => tokens.join())).size).toBe(6)
      for (let i = 1; i < 6; i++) expect(ranking[i]!.score).toBeLessThan(ranking[i - 1]!.score)
    }
  })

  it('is the same again with the same seed, and another with another', async () => {
    const tree = async (seed: number) =>
      treeOf(await runLane(fakeModel(), 'stochastic-beam', { seed, trace: true }))
    expect(await tree(5)).toEqual(await tree(5))
    expect((await tree(5)).ranking).not.toEqual((await tree(6)).ranking)
  })

  it.each([1, 4])('of width %d shows the text that `sample` draws', async (width) => {
    for (let seed = 0; seed < 20; seed++) {
      const sample = await runLane(fakeModel(), 'top-k:5+sample', { seed })
      const shown = await runLane(fakeModel(), `top-k:5+stochastic-beam:width=${width}`, { seed })
      expect(shown.tokens).toEqual(sample.tokens)
      expect(shown.stop).toBe(sample.stop)
    }
  })

  it('shows and ranks texts as draws without replacement from the exact distribution', async () => {
    const model = fakeModel({ vocabularySize: 3 })
    const p = textProbabilities(model)
    const texts = [...p.keys()]
    const first = texts.map(() => 0)
    const second = texts.map(() => 0)
    for (let seed = 0; seed < 4000; seed++) {
      const last = await runLane(model, 'stochastic-beam:width=3', { seed, maxTokens: 2, trace: true })
      const [best, next] = treeOf(last).ranking
      expect(best!.tokens).toEqual(last.tokens)
      first[texts.indexOf(best!.tokens.join())]! += 1
      second[texts.indexOf(next!.tokens.join())]! += 1
    }
    const shares = texts.map((text) => p.get(text)!)
    const secondShares = texts.map((_, b) =>
      shares.reduce((sum, share, a) => (a === b ? sum : sum + (share * shares[b]!) / (1 - share)), 0),
    )
    // 7 texts, 6 degrees of freedom: 22.46 is exceeded with probability .001.
    expect(texts.length).toBe(7)
    expect(chiSquare(first, shares)).toBeLessThan(22.46)
    expect(chiSquare(second, secondShares)).toBeLessThan(22.46)
  })
})

/** Exact probability of every text of up to two tokens that ends, by its tokens joined. */
function textProbabilities(model: ReturnType<typeof fakeModel>): Map<string, number> {
  const next = (tokens: readonly number[]) => Distribution.fromLogits(model.logitsAfter([3, 1, 2, ...tokens]))
  const texts = new Map([['0', next([]).probabilityOf(0)]])
  for (const a of [1, 2]) {
    for (const b of [0, 1, 2]) texts.set(`${a},${b}`, next([]).probabilityOf(a) * next([a]).probabilityOf(b))
  }
  return texts
}
