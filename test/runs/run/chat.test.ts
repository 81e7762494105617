import { describe, expect, it } from 'vitest'
import type { LanguageModel } from '../../../src/decoding/model.ts'
import { parseRunRequest } from '../../../src/runs/request/request.ts'
import { createCollector } from '../../../src/runs/run/collect.ts'
import { run } from '../../../src/runs/run/run.ts'
import { fakeModel } from '../../fakes/fake-model.ts'

/** Ends every text at once. */
const silent = fakeModel({ logits: () => [9, 0, 0, 0, 0, 0, 0, 0] })
const chatty: LanguageModel = {
  ...silent,
  renderChat: (messages) => `b${messages.map(({ content }) => content).join('')}b`,
}

async function resultOf(model: LanguageModel, input: object) {
  const collector = createCollector()
  await run(
    model,
    parseRunRequest({ prompt: 'aa', lanes: ['greedy'], maxTokens: 4, ...input }),
    collector.receive,
  )
  return collector.result()
}

describe('a run of a model made for conversations', () => {
  it('writes the template around the prompt and states what the model is given', async () => {
    const result = await resultOf(chatty, { chat: true })
    expect(result.prompt).toBe('aa')
    expect(result.promptTokens).toEqual([2, 1, 1, 2])
    expect(result.given?.map(({ text }) => text).join('')).toBe('baab')
    expect(result.lanes[0]!.samples[0]!.hint).toBeUndefined()
  })

  it('states what helps where a lane is empty, and only there', async () => {
    const [sample] = (await resultOf(chatty, {})).lanes[0]!.samples
    expect(sample).toMatchObject({ text: '', stop: 'end-of-text' })
    expect(sample!.hint).toMatch(
      /^fake is made for conversations and ended the text at once\. Ask it as one \(chat\)/,
    )
    const talking = { ...chatty, ...fakeModel({ logits: () => [0, 9, 0, 0, 0, 0, 0, 0] }) }
    expect((await resultOf(talking, {})).lanes[0]!.samples[0]!.hint).toBeUndefined()
  })

  it('of one that has no template is refused, and an empty lane of it has no hint', async () => {
    await expect(resultOf(silent, { chat: true })).rejects.toThrow(/fake has no chat template/)
    expect((await resultOf(silent, {})).lanes[0]!.samples[0]!.hint).toBeUndefined()
  })
})
