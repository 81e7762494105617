import { describe, expect, it } from 'vitest'
import { parseRunRequest, type RunRequest } from '../../../src/runs/request/request.ts'
import { createCollector } from '../../../src/runs/run/collect.ts'
import type { RunEvent } from '../../../src/runs/run/events.ts'
import { run } from '../../../src/runs/run/run.ts'
import { Distribution } from '../../../src/sampling/distribution.ts'
import { type FakeModel, type FakeModelOptions, fakeModel } from '../../fakes/fake-model.ts'

async function follow(model: FakeModel, lanes: string[], more: Partial<RunRequest>) {
  const collector = createCollector()
  const events: RunEvent[] = []
  const request = { ...parseRunRequest({ prompt: 'bead', seed: 3, maxTokens: 12, lanes }), ...more }
  await run(model, request, (event) => {
    events.push(event)
    collector.receive(event)
  })
  const samples = collector.result().lanes.map((lane) => lane.samples[0]!)
  return { samples, events, result: collector.result() }
}

const ALL = ['greedy', 'sample', 'beam:width=3', 'contrastive:k=3', 'mirostat']
/** Writes "end" wherever it can. */
const hasty: FakeModelOptions = { logits: () => [99, 1, 2, 3, 4, 5, 6, 7] }

describe('constraints of a run', () => {
  it('bias the logits of tokens in every lane', async () => {
    const constraints = { logitBias: [[4, 100]] as const }
    for (const { tokens } of (await follow(fakeModel(), ALL, { constraints })).samples) {
      expect(new Set(tokens)).toEqual(new Set([4]))
    }
  })

  it('keep a text going until it has its tokens', async () => {
    const { samples } = await follow(fakeModel(hasty), ALL, { constraints: { minTokens: 5 } })
    for (const { tokens, stop } of samples) {
      expect(tokens.slice(0, 5)).not.toContain(0)
      expect(tokens.length).toBeGreaterThan(5)
      expect(stop).toBe('end-of-text')
    }
  })

  it('let the end of text be a token like others', async () => {
    const { samples } = await follow(fakeModel(hasty), ['greedy'], {
      constraints: { ignoresEndOfText: true },
    })
    expect(samples[0]).toMatchObject({ tokens: Array(12).fill(0), stop: 'length' })
    expect(samples[0]!.steps[0]).toMatchObject({ text: '', name: '<end>' })
  })

  it('end a text at further tokens', async () => {
    const { samples } = await follow(fakeModel({ logits: () => [1, 1, 1, 9, 1, 1, 1, 1] }), ['greedy'], {
      constraints: { stopTokens: [3] },
    })
    expect(samples[0]).toMatchObject({ tokens: [3], stop: 'end-of-text' })
  })
})

describe('a healed prompt', () => {
  /** Words that share beginnings: 1 "a", 2 "ab", 3 "abc", 4 "b". */
  const words = (logits: FakeModelOptions['logits']) => {
    const model = fakeModel({ ...(logits && { logits }), vocabularySize: 5 })
    const spelt = ['', 'a', 'ab', 'abc', 'b']
    return {
      ...model,
      encode: (text: string) => Array.from(text, (letter) => spelt.indexOf(letter)),
      bytesOf: (token: number) => new TextEncoder().encode(spelt[token]),
      nameOf: (token: number) => spelt[token]!,
    }
  }

  it('is continued by the best token that begins with what was taken back', async () => {
    const model = words(() => [0, 1, 5, 3, 9])
    const { samples, result } = await follow(model, ['greedy'], { prompt: 'ba', heal: true, maxTokens: 1 })
    expect(result).toMatchObject({ promptTokens: [4], takenBack: { token: 1, text: 'a' } })
    expect(samples[0]).toMatchObject({ tokens: [2], text: 'b' })
  })

  it('renormalises over exactly those tokens', async () => {
    const logits = [0.5, 1, 2, 3, 9]
    const model = words(() => logits)
    const detail = { top: 5, processed: true, tokens: [] }
    const { samples } = await follow(model, ['sample'], { prompt: 'ba', heal: true, detail, maxTokens: 1 })
    const expected = Distribution.fromLogits(logits).subset([1, 2, 3])
    expect(samples[0]!.steps[0]!.detail!.processed!.top).toEqual(
      [3, 2, 1].map((id) =>
        expect.objectContaining({ id, logprob: expect.closeTo(expected.logProbabilityOf(id), 12) }),
      ),
    )
  })

  it('holds for searches over several texts', async () => {
    for (const lane of ALL) {
      const { samples } = await follow(words(undefined), [lane], { prompt: 'ba', heal: true })
      expect([1, 2, 3], lane).toContain(samples[0]!.tokens[0])
    }
  })
})

describe('an echo', () => {
  const detail = { top: 2, processed: true, tokens: [3] }
  const echo = { echo: true, detail, maxTokens: 0 }

  it('reports what the model thinks of its prompt, and only that where no token is asked for', async () => {
    const model = fakeModel()
    const { events, samples } = await follow(model, ['greedy'], echo)
    const read = events.find((event) => event.type === 'prompt-read')!
    expect(read.tokens.map(({ text }) => text).join('')).toBe('bead')
    expect(read.tokens[0]).toEqual({ token: 2, text: 'b' })
    for (const [index, { token, logprob, rank, detail: listed }] of read.tokens.entries()) {
      if (index === 0) continue
      const raw = Distribution.fromLogits(model.logitsAfter([2, 5, 1, 4].slice(0, index)))
      expect([logprob, rank]).toEqual([raw.logProbabilityOf(token), raw.rankOf(token) + 1])
      expect(listed!.top.map(({ id }) => id)).toEqual([raw.id(0), raw.id(1)])
      expect(listed!.tokens).toMatchObject([{ id: 3, logprob: raw.logProbabilityOf(3) }])
    }
    expect(samples[0]).toMatchObject({ tokens: [], stop: 'length' })
  })

  it('judges the first token behind the one that begins a text', async () => {
    const model = fakeModel({ beginOfText: [7] })
    const { events } = await follow(model, ['greedy'], echo)
    const { tokens } = events.find((event) => event.type === 'prompt-read')!
    const raw = Distribution.fromLogits(model.logitsAfter([7]))
    expect(tokens).toHaveLength(4)
    expect(tokens[0]).toMatchObject({ token: 2, logprob: raw.logProbabilityOf(2) })
  })

  it('fills the context to its end', async () => {
    const model = fakeModel({ contextLength: 8 })
    const full = { promptTokens: [1, 2, 3, 4, 5, 6, 7, 1] }
    const { events } = await follow(model, ['greedy'], { ...echo, ...full })
    expect(events.find((event) => event.type === 'prompt-read')!.tokens).toHaveLength(8)
    await expect(follow(model, ['greedy'], { ...echo, ...full, maxTokens: 1 })).rejects.toThrow(
      '8 tokens long',
    )
  })
})

describe('a prompt that ends in a space', () => {
  const spaced = { bytesOf: (token: number) => new TextEncoder().encode(token === 5 ? ' word' : 'x') }
  const notesOf = async (model: object, more: Partial<RunRequest>) =>
    (await follow({ ...fakeModel(), ...model } as FakeModel, ['greedy'], { maxTokens: 1, ...more })).result
      .notes

  it('is pointed out where words begin with their space', async () => {
    expect(await notesOf(spaced, { prompt: 'bead ' })).toEqual([
      { code: 'space-at-end', message: expect.stringContaining('ask for token healing') },
    ])
    expect(await notesOf(spaced, { prompt: 'bead' })).toBeUndefined()
    expect(await notesOf(spaced, { prompt: 'bead\n' })).toBeUndefined()
    expect(await notesOf(spaced, { prompt: 'bead ', heal: true })).toBeUndefined()
    expect(await notesOf({}, { prompt: 'bead ' })).toBeUndefined()
  })
})
