import { describe, expect, it } from 'vitest'
import { cutOpenings } from '../../../src/experiments/harness/openings.ts'
import { documentLead, encodePrompt, encodeStart } from '../../../src/runs/request/prompt.ts'
import { fakeModel } from '../../fakes/fake-model.ts'

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

  it('puts nothing before text that goes on', () => {
    const request = { prompt: 'ab', prefix: [3], insert: 'c', replay: false, maxTokens: 8 }
    expect(encodeStart(begun, request)).toEqual({ prompt: [7, 1, 2], prefix: [3, 3] })
  })
})

it('openings are cut to as many tokens with their lead as without', () => {
  expect(cutOpenings(plain, ['abcdef'], 3)).toEqual([{ text: 'abc', tokens: [1, 2, 3] }])
  expect(cutOpenings(begun, ['abcdef'], 3)[0]!.tokens).toEqual([7, 1, 2])
})
