import { describe, expect, it } from 'vitest'
import { parseLogitsRequest, readLogits } from '../../../src/runs/remote/logits.ts'
import { remoteModel } from '../../../src/runs/remote/remote-model.ts'
import { type Vocabulary, vocabularyOf } from '../../../src/runs/remote/vocabulary.ts'
import { parseRunRequest } from '../../../src/runs/request/request.ts'
import { createCollector } from '../../../src/runs/run/collect.ts'
import type { RunResult } from '../../../src/runs/run/events.ts'
import { run } from '../../../src/runs/run/run.ts'
import { fakeModel } from '../../fakes/fake-model.ts'

const PROMPT = 'abc'
const LANES = ['sample', 'nucleus:0.7', 'beam:width=3', 'ban-phrases:phrases=b,match=anywhere', 'power']

/** A run's result; `promptTokens` for a model that reads no text. */
async function resultOf(
  model: Parameters<typeof run>[0],
  promptTokens?: readonly number[],
): Promise<RunResult> {
  const collector = createCollector()
  const request = parseRunRequest({ prompt: PROMPT, lanes: LANES, maxTokens: 12, samples: 2, seed: 5 })
  await run(model, { ...request, ...(promptTokens && { promptTokens }) }, collector.receive)
  return collector.result()
}

describe('a model that is elsewhere', () => {
  it('decodes to the same texts, steps and metrics, over JSON', async () => {
    const model = fakeModel({ hasHiddenStates: false })
    const vocabulary: Vocabulary = JSON.parse(JSON.stringify(vocabularyOf(model)))
    const asked: number[] = []
    const remote = remoteModel(vocabulary, (texts) => {
      asked.push(texts.length)
      return readLogits(model, parseLogitsRequest(JSON.parse(JSON.stringify({ texts }))))
    })
    expect(await resultOf(remote, model.encode(PROMPT))).toEqual(await resultOf(model))
    const before = asked.length
    await resultOf(remote, model.encode(PROMPT))
    expect(asked.length).toBe(before)
  })

  it('has the words of the model', () => {
    const model = fakeModel({ vocabularySize: 30 })
    const remote = remoteModel(vocabularyOf(model), async () => [])
    for (let token = 0; token < 30; token++) {
      expect([remote.nameOf(token), remote.bytesOf(token)]).toEqual([
        model.nameOf(token),
        model.bytesOf(token),
      ])
    }
    expect(remote.info).toEqual({ ...model.info, hasHiddenStates: false })
  })
})

describe('reading logits', () => {
  const read = (texts: unknown) => readLogits(fakeModel(), parseLogitsRequest({ texts }))

  it('answers a row a text, prompt and rest apart', async () => {
    const rows = await read([{ prompt: [1, 2], rest: [3] }, { prompt: [1] }])
    const model = fakeModel()
    expect(rows).toEqual([model.logitsAfter([1, 2, 3]), model.logitsAfter([1])])
  })

  it.each([
    [[{ prompt: [9] }], 'texts name token 9, and fake has 8; use its own.'],
    [[{ prompt: Array(65).fill(1) }], 'A text is 65 tokens long, and fake reads 64; shorten it.'],
    [[], 'texts must hold a text'],
    [[{ prompt: [] }], 'prompt must have a token'],
    [Array(129).fill({ prompt: [1] }), 'texts may be 128'],
  ])('refuses what it cannot read', async (texts, sentence) => {
    await expect((async () => read(texts))()).rejects.toThrow(sentence)
  })
})
