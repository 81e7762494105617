import { describe, expect, it } from 'vitest'
import { cases } from '../helpers/thorough.ts'
import { runToEnd, useBuiltInModel } from './model.ts'

/** Those that look back or learn first. */
const CHAINS = [
  'mirostat:3',
  'temperature:0.8+repetition-penalty:1.2+top-k:40',
  'nucleus:0.9',
  'greedy',
].slice(0, cases(2, 4))
const request = { prompt: 'It was a dark night', seed: 5, maxTokens: 24, replay: true }

describe('a text taken up at one of its tokens', () => {
  const model = useBuiltInModel()

  it.each(CHAINS)('repeats every record of %s, what learns included, and ends the same', async (lane) => {
    const whole = await runToEnd(model(), { ...request, lanes: [lane] })
    for (const cut of [0, 1, 13]) {
      const prefix = whole.lanes[0]!.samples[0]!.tokens.slice(0, cut)
      expect(await runToEnd(model(), { ...request, lanes: [lane], prefix })).toEqual(whole)
    }
  })

  it.each(CHAINS)('keeps what came before another token of %s, and states who chose it', async (lane) => {
    const traced = await runToEnd(model(), { ...request, lanes: [lane], trace: true })
    const { tokens, steps } = traced.lanes[0]!.samples[0]!
    const others = steps[10]!.candidates!.filter(({ id }) => id !== tokens[10])
    for (const { id, raw } of [others[0]!, others.at(-1)!]) {
      const branch = await runToEnd(model(), {
        ...request,
        lanes: [lane],
        prefix: [...tokens.slice(0, 10), id],
      })
      const sample = branch.lanes[0]!.samples[0]!
      expect(sample.steps.slice(0, 10)).toEqual(
        steps.slice(0, 10).map(({ candidates: _, stages: __, ...step }) => step),
      )
      expect(sample.steps[10]).toMatchObject({ token: id, u: null })
      expect(Math.exp(sample.steps[10]!.logprob)).toBeCloseTo(raw, 12)
      expect(sample.tokens.length).toBeGreaterThan(11)
      if (lane !== 'greedy') expect(sample.steps[11]!.u).toBe(steps[11]!.u)
      for (const { kept, logprob } of sample.steps)
        expect([kept > 0, Number.isFinite(logprob)]).toEqual([true, true])
    }
  })

  it('counts given tokens, measures the whole text, and takes any sample alone', async () => {
    const lanes = ['nucleus:0.9']
    const three = await runToEnd(model(), { ...request, lanes, samples: 3 })
    const third = await runToEnd(model(), { ...request, lanes, firstSample: 2 })
    expect(third.lanes[0]!.samples[0]).toEqual(three.lanes[0]!.samples[2])
    const prefix = three.lanes[0]!.samples[2]!.tokens.slice(0, 6)
    const typed = await runToEnd(model(), {
      ...request,
      lanes,
      prefix,
      insert: ' and then the',
      firstSample: 2,
    })
    const { tokens, text, metrics } = typed.lanes[0]!.samples[0]!
    expect(tokens).toHaveLength(24)
    expect(tokens.slice(0, 6)).toEqual(prefix)
    expect(text).toContain(' and then the')
    expect(metrics.length).toBe(24)
  })

  it('refuses what cannot be taken up', async () => {
    const { lanes } = await runToEnd(model(), { ...request, lanes: ['beam:2', 'greedy'], prefix: [11] })
    expect(lanes[0]!.samples[0]).toMatchObject({ stop: 'error', tokens: [] })
    expect(lanes[0]!.samples[0]!.message).toBe(
      '"beam:2" looks ahead over several continuations, so its text cannot be taken up in the middle; ' +
        'put the words into the prompt instead.',
    )
    expect(lanes[1]!.samples[0]!.tokens[0]).toBe(11)
    await expect(
      runToEnd(model(), { ...request, lanes: ['greedy'], maxTokens: 1, prefix: [11, 12] }),
    ).rejects.toThrow('What begins each sample is 2 tokens long and maxTokens is 1; ask for more tokens.')
  })
})
