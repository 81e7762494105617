import { describe, expect, it } from 'vitest'
import { parseScoreRequest } from '../../../src/runs/score/request.ts'
import type { ScoreResult } from '../../../src/runs/score/result.ts'
import { score } from '../../../src/runs/score/score.ts'
import { Distribution } from '../../../src/sampling/distribution.ts'
import { fakeModel } from '../../fakes/fake-model.ts'
import { runToEnd } from '../../with-model/model.ts'

const TOKENS = [3, 1, 2, 5, 5, 4, 7, 1, 6, 2, 2, 3, 4, 1, 7, 7, 6, 5, 1, 2, 4]

const scored = (input: object, model = fakeModel()): Promise<ScoreResult> =>
  score(model, parseScoreRequest({ seed: 1, ...input }))

describe('score', () => {
  it('judges every token after an end-of-text token and those before it', async () => {
    const model = fakeModel()
    const { tokens, totals } = await scored({ tokens: TOKENS }, model)
    expect(tokens.map(({ token }) => token)).toEqual(TOKENS)
    for (const [index, { token, logprob, rank, entropy, kept }] of tokens.entries()) {
      const expected = Distribution.fromLogits(model.logitsAfter([0, ...TOKENS.slice(0, index)]))
      expect(logprob).toBeCloseTo(expected.logProbabilityOf(token), 12)
      expect(rank).toBe(expected.rankOf(token) + 1)
      expect(entropy).toBeCloseTo(expected.entropy(), 12)
      expect(kept).toBe(true)
    }
    const nats = tokens.reduce((sum, { logprob }) => sum - logprob, 0)
    expect(totals).toEqual({
      tokens: TOKENS.length,
      bytes: TOKENS.length,
      specialTokens: 0,
      perplexity: Math.exp(nats / TOKENS.length),
      bitsPerByte: nats / Math.LN2 / TOKENS.length,
      coverage: 1,
    })
  })

  it.each([8, 7])(
    'reads windows of %i tokens, each later token with at least half of them before it',
    async (contextLength) => {
      const seen: number[] = []
      const model = fakeModel({
        contextLength,
        logits: (history) => {
          seen.push(history.length)
          return Array.from({ length: 8 }, (_, id) => Math.sin(id * (history.length + 3)))
        },
      })
      const { tokens } = await scored({ tokens: TOKENS }, model)
      expect(tokens.map(({ token }) => token)).toEqual(TOKENS)
      // A row’s logits depend on the length of its context here, so the logprob shows how long that was.
      const contexts = tokens.map(({ token, logprob }) =>
        [1, 2, 3, 4, 5, 6, 7, 8].filter((length) => {
          const logits = Array.from({ length: 8 }, (_, id) => Math.sin(id * (length + 3)))
          return (
            Math.abs(Distribution.fromLogits(Float32Array.from(logits)).logProbabilityOf(token) - logprob) <
            1e-9
          )
        }),
      )
      for (const [index, lengths] of contexts.entries()) {
        expect(lengths.some((length) => length <= contextLength)).toBe(true)
        if (index < contextLength) expect(lengths).toContain(index + 1)
        else expect(lengths.some((length) => length >= contextLength / 2)).toBe(true)
      }
      expect(Math.max(...seen)).toBe(contextLength)
    },
  )

  it('begins every window with the model’s first token', async () => {
    const windows: number[][] = []
    const model = fakeModel({ contextLength: 8, beginOfText: [6], endOfText: [0] })
    const { evaluate } = model
    const watched = {
      ...model,
      evaluate: (tokens: readonly number[]) => {
        windows.push([...tokens])
        return evaluate(tokens)
      },
    }
    const text = TOKENS.map((token) => (token === 6 ? 5 : token))
    const { tokens } = await scored({ tokens: text }, watched)
    expect(tokens.map(({ token }) => token)).toEqual(text)
    expect(windows.length).toBeGreaterThan(3)
    for (const window of windows) {
      expect(window[0]).toBe(6)
      expect(window.slice(1)).not.toContain(6)
      expect(window.length).toBeLessThanOrEqual(8)
    }
    // The last token is judged behind the end of the last window.
    const last = Distribution.fromLogits(model.logitsAfter(windows.at(-1)!))
    expect(tokens.at(-1)!.logprob).toBeCloseTo(last.logProbabilityOf(text.at(-1)!), 12)
  })

  it.each<[{ context?: number; stride?: number; exact?: boolean }, number]>([
    [{ context: 6, stride: 1 }, 5],
    [{ context: 6, stride: 4 }, 2],
    [{ context: 6, stride: 6 }, 0],
    [{ context: 2, stride: 1 }, 1],
    [{ context: 9, exact: true }, 4],
    [{ stride: 3, exact: true }, 5],
  ])('reads windows as %j asks, and counts what it reads', async (wanted, least) => {
    const read: number[] = []
    const model = fakeModel({
      contextLength: 8 + (wanted.context === 9 ? 2 : 0),
      logits: (history) => {
        read.push(history.length)
        return Array.from({ length: 8 }, (_, id) => (id === history.length % 8 ? 50 : 0))
      },
    })
    const { tokens, reading } = await scored({ tokens: TOKENS, ...wanted }, model)
    expect(tokens.map(({ token }) => token)).toEqual(TOKENS)
    const context = wanted.context ?? 8
    const stride = wanted.stride ?? Math.ceil(context / 2)
    expect(reading).toMatchObject({ context, stride, exact: wanted.exact ?? false })
    // A window after another: each begins anew with the first token.
    expect(read.filter((length) => length === 1)).toHaveLength(reading.windows)
    expect(read).toHaveLength(reading.tokensRead)
    // The most likely token shows how much was read before: its logit is all but the whole probability.
    for (const [index, { token, logprob }] of tokens.slice(context).entries()) {
      const lengths = Array.from({ length: context }, (_, length) => length + 1)
      const fits = lengths.filter((length) => (length % 8 === token ? logprob > -1 : logprob < -40))
      expect(Math.max(...fits), `token ${index}`).toBeGreaterThanOrEqual(least)
    }
  })

  it('reads the longest text in its own windows, and refuses more before reading, with the sum', async () => {
    const most = Array.from({ length: 100_000 }, (_, index) => index % 8)
    let read = 0
    const model = fakeModel({
      contextLength: 512,
      logits: () => {
        read++
        throw new Error('enough')
      },
    })
    const reading = (input: object) => scored({ tokens: most, ...input }, model)
    for (const input of [{}, { context: 512, stride: 128 }, { exact: true }]) {
      await expect(reading(input)).rejects.toThrow('enough')
    }
    expect(read).toBe(3)
    const refused = [
      [
        { context: 32, stride: 1 },
        'stride',
        'The text is read in 99,969 windows of 3,199,008 tokens together, by 99,969 forwards that cost ' +
          '9 tokens each besides: 4,098,729 tokens, and at most 4,000,000 are read; take a longer ' +
          'stride, or score less at once.',
      ],
      [
        { context: 512, stride: 4 },
        'stride',
        'The text is read in 24,873 windows of 12,734,976 tokens together, by 24,873 forwards that ' +
          'cost 9 tokens each besides: 12,958,833 tokens, and at most 4,000,000 are read; take a longer ' +
          'stride, or score less at once.',
      ],
      [
        { stride: 100, exact: true },
        'exact',
        'The text is read in 996 windows of 509,940 tokens together, by 509,940 forwards that cost 9 ' +
          'tokens each besides: 5,099,400 tokens, and at most 4,000,000 are read; leave exact out, or ' +
          'score less at once.',
      ],
    ] as const
    for (const [input, field, message] of refused) {
      await expect(reading(input)).rejects.toMatchObject({ code: 'too-much-work', field, message })
    }
    expect(read).toBe(3)
  })

  it('reads token by token what it reads in pieces', async () => {
    const model = fakeModel({ contextLength: 8, beginOfText: [6], endOfText: [0] })
    const pieces = await scored({ tokens: TOKENS }, model)
    const exact = await scored({ tokens: TOKENS, exact: true }, model)
    expect(exact).toEqual({ ...pieces, reading: { ...pieces.reading, exact: true } })
    expect(pieces.reading.windows).toBeGreaterThan(3)
  })

  it('names special tokens', async () => {
    const { tokens } = await scored({ tokens: [1, 0] })
    expect(tokens.map(({ text, name }) => [text, name])).toEqual([
      ['a', undefined],
      ['', '<end>'],
    ])
    const { totals } = await scored({ tokens: [1, 0] })
    expect(totals).toMatchObject({ tokens: 2, bytes: 1, specialTokens: 1 })
    // Bits of both tokens, over the one byte there is.
    expect(totals.bitsPerByte).toBeCloseTo((2 * Math.log(totals.perplexity!)) / Math.LN2, 12)
  })

  it('states which tokens a chain would have kept, and which step would remove the others', async () => {
    const { tokens, totals } = await scored({ tokens: TOKENS, lane: 'top-k:3' })
    for (const { rank, kept, removedBy, keptCount } of tokens) {
      expect([kept, removedBy, keptCount]).toEqual(rank <= 3 ? [true, undefined, 3] : [false, 'top-k:3', 3])
    }
    expect(totals.coverage).toBe(tokens.filter(({ rank }) => rank <= 3).length / TOKENS.length)
    const greedy = await scored({ tokens: TOKENS, lane: 'greedy' })
    for (const { rank, kept, removedBy } of greedy.tokens) {
      expect([kept, removedBy]).toEqual(rank === 1 ? [true, undefined] : [false, 'greedy'])
    }
  })

  it('lets steps with memory learn the text, removed tokens too', async () => {
    const { tokens } = await scored({ tokens: TOKENS, lane: 'mirostat:tau=1,eta=1' })
    expect(new Set(tokens.map(({ keptCount }) => keptCount)).size).toBeGreaterThan(1)
    const banned = await scored({ tokens: [1, 2, 1, 2], lane: 'no-repeat-ngram:2' })
    expect(banned.tokens.map(({ kept }) => kept)).toEqual([true, true, true, false])
  })

  it('scores the continuation of a prompt as the run that wrote it recorded it', async () => {
    const model = fakeModel({ endOfText: [] })
    const request = {
      prompt: 'a story',
      lanes: ['repetition-penalty:1.5+mirostat:tau=2'],
      seed: 4,
      maxTokens: 20,
    }
    const { lanes } = await runToEnd(model, request)
    const [sample] = lanes[0]!.samples
    const { tokens, metrics } = await scored(
      { prompt: request.prompt, tokens: sample!.tokens, lane: request.lanes[0], seed: 4 },
      model,
    )
    expect(tokens).toEqual(
      sample!.steps.map(({ token, text, logprob, rank, entropy, kept, keptMass }) => ({
        token,
        text,
        logprob,
        rank,
        entropy,
        kept: true,
        keptCount: kept,
        keptMass,
      })),
    )
    expect(metrics).toEqual(expect.objectContaining({ perplexity: sample!.metrics.perplexity }))
  })

  it('has no room for a continuation longer than the context', async () => {
    const tokens = Array.from({ length: 60 }, () => 1)
    expect((await scored({ prompt: 'abcd', tokens })).tokens).toHaveLength(60)
    await expect(scored({ prompt: 'abcde', tokens })).rejects.toThrow(
      'The text is 60 tokens long and its prompt 5, and fake reads 64 in all; shorten the text.',
    )
    // The longer of the two is the one to shorten.
    await expect(scored({ prompt: 'a'.repeat(60), tokens: [1, 1, 1, 1, 1] })).rejects.toThrow(
      'The text is 5 tokens long and its prompt 60, and fake reads 64 in all; shorten the prompt.',
    )
  })

  it('scores nothing of nothing', async () => {
    expect((await scored({ text: '' })).totals).toEqual({
      tokens: 0,
      bytes: 0,
      specialTokens: 0,
      perplexity: null,
      bitsPerByte: null,
      coverage: null,
    })
  })

  it.each([
    [{}, /either text or tokens, got neither/],
    [{ text: 'a', tokens: [1] }, /either text or tokens, got both/],
    [{ tokens: [9] }, /names token 9, and fake has 8/],
    [{ tokens: [-1] }, /A token must be a whole number from 0/],
    [{ text: 'a', lane: 'beam:4' }, /beam judges whole texts/],
    [{ text: 'a', lane: 'nucleus:2' }, /Nucleus p/],
    [{ text: 'a', temperature: 2 }, /no option "temperature"/],
    [{ text: 'a', context: 65 }, /context may be 2 to 64 tokens, got 65; fake reads 64 at once/],
    [{ text: 'a', context: 8, stride: 9 }, /stride may be 1 to 8 tokens, got 9/],
    [{ text: 'a', stride: 0 }, /stride must be a whole number from 1/i],
    [{ text: 'a', prompt: 'b', stride: 2 }, /stride is for a text without a prompt/],
    [{ tokens: [1], literal: true }, /literal is about a text/],
  ])('refuses %j', async (input, message) => {
    await expect(async () => scored(input)).rejects.toThrow(message)
  })
})
