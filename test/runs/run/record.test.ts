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
})
