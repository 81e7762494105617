import { describe, expect, it } from 'vitest'
import { cutOpenings } from '../../../src/experiments/harness/openings.ts'
import { documentLead, encodePrompt, encodeRequest, encodeStart } from '../../../src/runs/request/prompt.ts'
import { type FakeModel, fakeModel } from '../../fakes/fake-model.ts'

const plain = fakeModel()
const begun = fakeModel({ beginOfText: [7] })

describe('where a run starts', () => {
  it('is the prompt, behind what the model was trained to see before a text', () => {
    expect(encodePrompt(plain, 'ab')).toEqual([1, 2])
    expect(encodePrompt(begun, 'ab')).toEqual([7, 1, 2])
  })

  it('is the lead of a document where the prompt is empty', () => {
    expect(encodePrompt(plain, '')).toEqual([0])
    expect(encodePrompt(begun, '')).toEqual([7])
    expect(encodePrompt(fakeModel({ endOfText: [] }), '')).toEqual([])
    expect(documentLead(begun.info)).toEqual([7])
  })

  it('refuses with figures what the context has no room for', () => {
    const request = { prompt: 'ab', prefix: [3], insert: '', replay: false, maxTokens: 61 }
    expect(encodeStart(plain, request).prompt).toHaveLength(2)
    expect(() => encodeStart(plain, { ...request, maxTokens: 600 })).toThrow(
      'The prompt with what follows it is 3 tokens long and 600 more are asked for, and fake reads 64 ' +
        'in all; ask for at most 61.',
    )
    expect(() => encodeStart(plain, { ...request, prompt: 'a', prefix: [], maxTokens: 64 })).toThrow(
      'The prompt is 1 token long and 64 more are asked for, and fake reads 64 in all; ask for at most 63.',
    )
    const reads = 'long, and fake reads 64 with the continuation included; shorten'
    const full = { ...request, prompt: 'ab'.repeat(33) }
    expect(() => encodeStart(plain, full)).toThrow(
      `The prompt with what follows it is 67 tokens ${reads} the prompt.`,
    )
    expect(() => encodeStart(plain, { ...request, prefix: Array<number>(65).fill(3) })).toThrow(
      `The prompt with what follows it is 67 tokens ${reads} what follows it.`,
    )
    expect(encodeStart(plain, { ...request, maxTokens: 600, mayFillContext: true }).prefix).toEqual([3])
    // What begins each sample is counted among the tokens asked for.
    expect(encodeStart(plain, { ...request, replay: true, maxTokens: 62 }).prefix).toEqual([3])
  })

  it('puts nothing before text that goes on', () => {
    const request = { prompt: 'ab', prefix: [3], insert: 'c', replay: false, maxTokens: 8 }
    expect(encodeStart(begun, request)).toMatchObject({ prompt: [7, 1, 2], prefix: [3, 3] })
  })

  it('begins with the model’s first token once, where the text spells it itself', () => {
    expect(encodePrompt(begun, 'gab')).toEqual([7, 1, 2])
    expect(encodePrompt(fakeModel({ beginOfText: [7, 6] }), 'gab')).toEqual([7, 6, 7, 1, 2])
  })

  it('takes tokens as they are, and refuses those the model does not have', () => {
    expect(encodeRequest(begun, { prompt: '', promptTokens: [1, 2] })).toEqual({ tokens: [1, 2], lead: 0 })
    expect(encodeRequest(begun, { prompt: '', promptTokens: [] })).toEqual({ tokens: [7], lead: 1 })
    expect(() => encodeRequest(begun, { prompt: '', promptTokens: [8] })).toThrow('token 8, and fake has 8')
  })

  it('writes a conversation with the model’s own template, or refuses it', () => {
    const messages = [{ role: 'user', content: 'a' }]
    const chatty = { ...plain, renderChat: () => 'bab' }
    expect(encodeRequest(chatty, { prompt: '', messages }).tokens).toEqual([2, 1, 2])
    expect(() => encodeRequest(plain, { prompt: '', messages })).toThrow('fake has no chat template')
  })
})

describe('token healing', () => {
  const healed = (model: FakeModel, prompt: string) => encodeRequest(model, { prompt, heal: true })

  it('takes the last token back', () => {
    expect(healed(plain, 'abc')).toEqual({
      tokens: [1, 2],
      lead: 0,
      takenBack: { token: 3, bytes: new TextEncoder().encode('c') },
    })
  })

  it('leaves what precedes a document before a prompt of one token', () => {
    expect(healed(plain, 'c')).toMatchObject({ tokens: [0], lead: 1 })
    expect(healed(begun, 'c')).toMatchObject({ tokens: [7], lead: 1 })
  })

  it('changes nothing where there is nothing to take back', () => {
    expect(healed(plain, '')).toEqual({ tokens: [0], lead: 1 })
    expect(healed(fakeModel({ endOfText: [3] }), 'abc')).toEqual({ tokens: [1, 2, 3], lead: 0 })
  })

  it('is refused where something follows the prompt', () => {
    const request = { prompt: 'ab', heal: true, prefix: [3], insert: '', replay: false, maxTokens: 8 }
    expect(() => encodeStart(plain, request)).toThrow('heal is about the end of the prompt')
  })
})

it('openings are cut to as many tokens with their lead as without', () => {
  expect(cutOpenings(plain, ['abcdef'], 3)).toEqual([{ text: 'abc', tokens: [1, 2, 3] }])
  expect(cutOpenings(begun, ['abcdef'], 3)[0]!.tokens).toEqual([7, 1, 2])
})
