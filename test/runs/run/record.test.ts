import { describe, expect, it } from 'vitest'
import type { StepTrace } from '../../../src/decoding/decoder.ts'
import { recordSteps } from '../../../src/runs/run/record.ts'
import { createTextStream } from '../../../src/runs/run/text.ts'

/** Every token is one byte. */
const model = {
  bytesOf: (token: number) => Uint8Array.of(token),
  nameOf: (token: number) => `<${token}>`,
}
const traced = (token: number): StepTrace => ({
  token,
  logprob: -1,
  rank: 1,
  entropy: 1,
  kept: 2,
  keptMass: 1,
  u: null,
})

describe('recorded steps', () => {
  it('carry the bytes of tokens that hold only a part of a character', () => {
    const tokens = [...new TextEncoder().encode('a—b')]
    const stream = createTextStream(model)
    stream.update(tokens)
    const steps = recordSteps(model, tokens.map(traced), stream.pieces)
    expect(steps.map(({ text, bytes }) => [text, bytes])).toEqual([
      ['a', undefined],
      ['', 'e2'],
      ['', '80'],
      ['—', '94'],
      ['b', undefined],
    ])
  })

  it('name special tokens, which add no text', () => {
    const special = { bytesOf: () => new Uint8Array(), nameOf: () => '<|endoftext|>' }
    expect(recordSteps(special, [traced(0)], [''])[0]).toMatchObject({ text: '', name: '<|endoftext|>' })
  })

  it('list candidates with their bytes where they are no text', () => {
    const words = { ...model, nameOf: (token: number) => new TextDecoder().decode(Uint8Array.of(token)) }
    const detail = { top: [0xe2, 0x61].map((id) => ({ id, logprob: -1 })) }
    expect(recordSteps(words, [{ ...traced(0x61), detail }], ['a'])[0]!.detail!.top).toEqual([
      { id: 0xe2, logprob: -1, text: '\uFFFD', bytes: 'e2' },
      { id: 0x61, logprob: -1, text: 'a' },
    ])
  })
})
