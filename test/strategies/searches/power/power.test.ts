import { describe, expect, it } from 'vitest'
import type { PowerRecord } from '../../../../src/strategies/searches/power/record.ts'
import { fakeModel } from '../../../fakes/fake-model.ts'
import { runLane } from '../../../fakes/lane.ts'
import { chiSquare, criticalValue } from '../../../helpers/chi-square.ts'

const PROMPT = [3]
const VOCABULARY = 3
const LONGEST = 3
const RUNS = 1200

/** Three tokens, the first of which ends a text; what comes next depends on all before. */
const toyModel = () => fakeModel({ vocabularySize: VOCABULARY, hasHiddenStates: false, logits: toyLogits })

function toyLogits(history: readonly number[]): number[] {
  const own = history.slice(PROMPT.length)
  // A likely first token whose continuations are spread, and an unlikely one whose continuation is sure.
  if (own.length === 0) return [-1, 1, 0.4]
  if (own[0] === 1) return own.length === 1 ? [0, 0.1, 0.2] : [0.3, 0, 0.1]
  return own.length === 1 ? [-3, 3, 0] : [1, -2, 2]
}

/** Every text of the toy model with ln P. */
function texts(begun: readonly number[] = [], logprob = 0): { tokens: readonly number[]; logprob: number }[] {
  if (begun.at(-1) === 0 || begun.length === LONGEST) return [{ tokens: begun, logprob }]
  const logits = toyLogits([...PROMPT, ...begun])
  const logTotal = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0))
  return logits.flatMap((logit, token) => texts([...begun, token], logprob + logit - logTotal))
}

/** P(text)^alpha over all texts, renormalised: arXiv 2510.14901, equation 2, by enumeration. */
function powerOf(alpha: number) {
  const all = texts()
  const weights = all.map(({ logprob }) => Math.exp(alpha * logprob))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return all.map(({ tokens }, index) => ({ key: tokens.join(), probability: weights[index]! / total }))
}

async function countsOf(chain: string, runs: number, keys: readonly string[]): Promise<number[]> {
  const counts = new Map(keys.map((key) => [key, 0]))
  for (let seed = 0; seed < runs; seed++) {
    const { tokens } = await runLane(toyModel(), chain, { prompt: PROMPT, maxTokens: LONGEST, seed })
    counts.set(tokens.join(), counts.get(tokens.join())! + 1)
  }
  return [...counts.values()]
}

describe('power sampling', () => {
  it.each([
    { alpha: 2, chain: 'power:alpha=2,moves=12,block=1' },
    { alpha: 3, chain: 'power:alpha=3,moves=40,block=3' },
    { alpha: 0.5, chain: 'power:alpha=0.5,moves=12,block=2' },
  ])('draws every text of a model that can be enumerated by P^alpha: $chain', async ({ alpha, chain }) => {
    const expected = powerOf(alpha)
    const counts = await countsOf(
      chain,
      RUNS,
      expected.map(({ key }) => key),
    )
    const { statistic, degrees } = chiSquare(
      counts,
      expected.map(({ probability }) => probability),
    )
    expect(degrees).toBeGreaterThan(3)
    expect(statistic).toBeLessThan(criticalValue(degrees))
  })

  it('is no temperature: the same counts are far from 1/alpha', async () => {
    const expected = powerOf(4)
    const counts = await countsOf(
      'temperature:0.25',
      RUNS,
      expected.map(({ key }) => key),
    )
    const { statistic, degrees } = chiSquare(
      counts,
      expected.map(({ probability }) => probability),
    )
    expect(statistic).toBeGreaterThan(20 * criticalValue(degrees))
  })

  it('is the chain itself at alpha 1, where every end is accepted', async () => {
    for (let seed = 0; seed < 5; seed++) {
      const options = { maxTokens: 8, seed }
      const { search } = await runLane(fakeModel({ endOfText: [] }), 'power:alpha=1,moves=3,block=4', options)
      const { moves } = search as PowerRecord
      expect(moves).toHaveLength(6)
      expect(moves.every(({ isAccepted, logRatio }) => isAccepted && Math.abs(logRatio) < 1e-12)).toBe(true)
    }
    const plain = await runLane(fakeModel(), 'top-k:4', { maxTokens: 8 })
    const still = await runLane(fakeModel(), 'top-k:4+power:alpha=1,moves=0', { maxTokens: 8 })
    expect(still.tokens).toEqual(plain.tokens)
  })

  it('accepts by the ratio of the texts and their proposals, each summed up from the model', async () => {
    const alpha = 3
    const logprobs = new Map(texts().map(({ tokens, logprob }) => [tokens.join(), logprob]))
    /** ln of how likely `from` proposes a text by a new end from token `at`. */
    const logProposal = (tokens: readonly number[], at: number, from: readonly number[]) =>
      tokens.slice(at).reduce((sum, token, index) => {
        const powers = toyLogits([...PROMPT, ...tokens.slice(0, at + index)]).map((logit) => alpha * logit)
        return sum + powers[token]! - Math.log(powers.reduce((total, one) => total + Math.exp(one), 0))
      }, -Math.log(from.length))
    let accepted = 0
    for (let seed = 0; seed < 30; seed++) {
      const options = { prompt: PROMPT, maxTokens: LONGEST, seed }
      const { search, tokens } = await runLane(toyModel(), `power:alpha=${alpha},moves=9,block=3`, options)
      const { moves } = search as PowerRecord
      // From the last text back to the first.
      let text: readonly number[] = tokens
      for (const { at, before, after, logRatio, isAccepted } of moves.toReversed()) {
        const old = [...text.slice(0, at), ...before]
        const next = [...text.slice(0, at), ...after]
        expect(isAccepted ? next : old).toEqual(text)
        const expected =
          alpha * (logprobs.get(next.join())! - logprobs.get(old.join())!) +
          logProposal(old, at, next) -
          logProposal(next, at, old)
        expect(logRatio).toBeCloseTo(expected, 6)
        if (isAccepted) accepted++
        text = old
      }
    }
    expect(accepted).toBeGreaterThan(20)
  })

  it('starts from the temperature 1/alpha, with the same draws', async () => {
    const tempered = await runLane(fakeModel(), 'temperature:0.25', { maxTokens: 9 })
    const still = await runLane(fakeModel(), 'power:alpha=4,moves=0', { maxTokens: 9 })
    expect(still.tokens).toEqual(tempered.tokens)
  })

  it('keeps chains with a memory and steps of their own apart for each text', async () => {
    const { tokens, stop } = await runLane(fakeModel(), 'mirostat:2+power:alpha=2,moves=4,block=3', {
      maxTokens: 9,
      seed: 4,
    })
    expect(tokens.length).toBeGreaterThan(0)
    expect(['length', 'end-of-text']).toContain(stop)
  })

  it('reads at most what it announces', async () => {
    const model = fakeModel({ endOfText: [] })
    await runLane(model, 'power:alpha=2,moves=5,block=4', { maxTokens: 12, seed: 3 })
    expect(model.counts.rows.every((rows) => rows === 1)).toBe(true)
    expect(model.counts.forwards).toBeLessThanOrEqual(12 + 5 * (4 + 8 + 12))
    expect(model.counts.open).toBe(0)
  })
})
