import { describe, expect, it } from 'vitest'
import { parseRunRequest } from '../../src/runs/request/request.ts'
import { createCollector } from '../../src/runs/run/collect.ts'
import { run } from '../../src/runs/run/run.ts'
import { digestOf } from '../helpers/digest.ts'
import { cases } from '../helpers/thorough.ts'
import { PROMPTS, runToEnd, tokensOf, useBuiltInModel } from './model.ts'

const LANES = ['greedy', 'top-k:40', 'nucleus:0.9']

describe('a run on the built-in model', () => {
  const model = useBuiltInModel()

  it('gives the same tokens twice, and each lane alone gives the tokens it gives beside others', async () => {
    for (const [index, prompt] of PROMPTS.slice(0, cases(1, 10)).entries()) {
      const request = { prompt, seed: index, maxTokens: 64, samples: 2 }
      const together = tokensOf(await runToEnd(model(), { ...request, lanes: LANES }))
      expect(tokensOf(await runToEnd(model(), { ...request, lanes: LANES }))).toEqual(together)
      for (const [lane, chain] of LANES.entries()) {
        expect(tokensOf(await runToEnd(model(), { ...request, lanes: [chain] }))).toEqual([together[lane]])
      }
    }
  })

  it('takes chains that leave one token as greedy, and steps that are off as sample', async () => {
    for (const [index, prompt] of PROMPTS.slice(0, cases(1, 6)).entries()) {
      const request = { prompt, seed: 100 + index, maxTokens: 48 }
      const likeGreedy = tokensOf(
        await runToEnd(model(), {
          ...request,
          lanes: ['greedy', 'top-k:1', 'nucleus:1e-9', 'temperature:0'],
        }),
      )
      for (const lane of likeGreedy) expect(lane).toEqual(likeGreedy[0])
      const likeSample = tokensOf(
        await runToEnd(model(), {
          ...request,
          lanes: ['sample', 'nucleus:1', 'top-k:0', 'min-p:0', 'temperature:1'],
        }),
      )
      for (const lane of likeSample) expect(lane).toEqual(likeSample[0])
    }
  })

  it("traces every token: pieces join to the text, probabilities are the model's own", async () => {
    const { lanes } = await runToEnd(model(), {
      prompt: PROMPTS[0]!,
      seed: 7,
      maxTokens: 40,
      lanes: LANES,
      trace: true,
    })
    for (const { samples } of lanes) {
      const [sample] = samples
      expect(sample!.steps.map(({ text }) => text).join('')).toBe(sample!.text)
      for (const step of sample!.steps) {
        expect(step.logprob).toBeLessThanOrEqual(0)
        expect(step.keptMass).toBeGreaterThan(0)
        expect(step.candidates).toHaveLength(40)
        const chosen = step.candidates!.find(({ id }) => id === step.token)
        if (chosen) {
          expect(Math.log(chosen.raw)).toBeCloseTo(step.logprob, 9)
          expect(step.rank).toBe(step.candidates!.indexOf(chosen) + 1)
        } else expect(step.rank).toBeGreaterThan(40)
      }
    }
  })

  it('stops within one step when aborted and keeps the text so far', async () => {
    const { createCollector } = await import('../../src/runs/run/collect.ts')
    const { parseRunRequest } = await import('../../src/runs/request/request.ts')
    const { run } = await import('../../src/runs/run/run.ts')
    const abort = new AbortController()
    const collector = createCollector()
    let deltas = 0
    await run(
      model(),
      parseRunRequest({ prompt: 'Once upon a time', lanes: LANES, seed: 1, maxTokens: 100 }),
      (event) => {
        collector.receive(event)
        if (event.type === 'lane-delta' && ++deltas === 30) abort.abort()
      },
      abort.signal,
    )
    for (const { samples } of collector.result().lanes) {
      expect(samples[0]!.stop).toBe('stopped')
      expect(samples[0]!.tokens).toHaveLength(10)
      expect(samples[0]!.text.length).toBeGreaterThan(10)
    }
  })

  it('names a full context as the stop reason', async () => {
    const prompt = 'word '.repeat(505).trim()
    const asked = { prompt, lanes: ['greedy'], seed: 1, maxTokens: 100 }
    const collector = createCollector()
    await run(model(), { ...parseRunRequest(asked), mayFillContext: true }, collector.receive)
    const { lanes, promptTokens } = collector.result()
    expect(lanes[0]!.samples[0]!.stop).toBe('context')
    expect(promptTokens.length + lanes[0]!.samples[0]!.tokens.length).toBe(model().info.contextLength)
  })

  it('refuses a prompt that leaves no room', async () => {
    await expect(runToEnd(model(), { prompt: 'word '.repeat(600), lanes: ['greedy'] })).rejects.toThrow(
      /The prompt is \d+ tokens long, and books-13m reads 512 with the continuation included; shorten the prompt\./,
    )
  })

  it('scores a text one position at a time as decoding does', async () => {
    const tokens = model().encode('The old house stood at the end of the lane. '.repeat(8))
    const rows: Float32Array[] = []
    for await (const { logits } of model().evaluate(tokens)) rows.push(logits.slice())
    expect(rows).toHaveLength(tokens.length)
    const batch = await model().prefill(tokens)
    const last = batch.rows[0]!.logits
    expect(Math.max(...last.map((logit, id) => Math.abs(logit - rows.at(-1)![id]!)))).toBeLessThan(1e-2)
    batch.dispose()
  })
})

describe('prompts of one length in one batch', () => {
  const model = useBuiltInModel()

  it('get, to the last bit, the logits they get alone', async () => {
    const prompts = PROMPTS.map((prompt) => model().encode(`${prompt} and so it was that`).slice(0, 6))
    let together = await model().prefillMany(prompts)
    together = await together.extend(prompts.map((_, parent) => ({ parent, token: 11 })))
    for (const [row, prompt] of prompts.entries()) {
      const alone = await (await model().prefill(prompt)).extend([{ parent: 0, token: 11 }])
      expect(digestOf(together.rows[row]!.logits)).toBe(digestOf(alone.rows[0]!.logits))
      alone.dispose()
    }
    together.dispose()
  })
})

describe('a run that goes on from the middle of another', () => {
  const model = useBuiltInModel()

  it('draws what the whole run drew there, so the tokens are the same', async () => {
    const request = { prompt: 'It was a dark night', seed: 5, maxTokens: 40, lanes: ['nucleus:0.9'] }
    const whole = tokensOf(await runToEnd(model(), request))[0]![0]!
    for (const cut of [1, 7, 25]) {
      const rest = await runToEnd(model(), { ...request, prefix: whole.slice(0, cut), maxTokens: 40 - cut })
      expect([...whole.slice(0, cut), ...tokensOf(rest)[0]![0]!]).toEqual(whole)
    }
  })

  it('takes text put there instead', async () => {
    const request = { prompt: 'It was a dark night', seed: 5, maxTokens: 4, lanes: ['greedy'] }
    const inserted = model().encode(' and the')
    const [byText, byTokens] = [
      await runToEnd(model(), { ...request, prefix: [11], insert: ' and the' }),
      await runToEnd(model(), { ...request, prefix: [11, ...inserted] }),
    ]
    expect(tokensOf(byText)).toEqual(tokensOf(byTokens))
    await expect(runToEnd(model(), { ...request, prefix: [8192] })).rejects.toThrow(/books-13m has 8,192/)
  })
})
