import { describe, expect, it } from 'vitest'
import type { Generation } from '../../../src/experiments/harness/definition.ts'
import { type PairedTexts, savedShare, tokensTogether } from '../../../src/experiments/measure/paired.ts'
import { randomStreams } from '../../../src/sampling/random.ts'

const resample = () => randomStreams(1, 0)('bootstrap')
const text = (tokens: number[], value = 0) => ({ tokens, logprobs: [-value] }) as unknown as Generation
const pair = (prompt: string, one: Generation, other: Generation): PairedTexts => ({
  prompt,
  texts: [one, other],
})
const value = ({ logprobs }: Generation) => -logprobs[0]!

describe('paired texts', () => {
  it('are together until a token differs or the first one ends', () => {
    const pairs = [
      pair('a', text([1, 2, 3]), text([1, 2, 4])),
      pair('a', text([1, 2]), text([1, 2, 4])),
      pair('b', text([5]), text([6])),
      pair('b', text([7, 8, 9, 9]), text([7, 8, 9, 9])),
    ]
    expect(tokensTogether(pairs, resample()).value).toBe((2 + 2 + 0 + 4) / 4)
  })

  it('save what their difference varies less than two independent texts', () => {
    const values = [1, 4, 2, 7]
    const alike = values.map((one) => pair('a', text([], one), text([], one + 3)))
    expect(savedShare(alike, value, resample()).value).toBe(1)
    const apart = values.map((one) => pair('a', text([], one), text([], -one)))
    expect(savedShare(apart, value, resample()).value).toBeCloseTo(-1, 12)
    const fixed = values.map((one) => pair('a', text([], one), text([], 5)))
    expect(savedShare(fixed, value, resample()).value).toBe(0)
    expect(savedShare([pair('a', text([], 1), text([], 2))], value, resample()).value).toBeNull()
    // What two prompts differ by is not chance.
    const prompts = [...alike, ...values.map((one) => pair('b', text([], one + 100), text([], one)))]
    expect(savedShare(prompts, value, resample()).value).toBe(1)
  })
})
