import { describe, expect, it } from 'vitest'
import { standardDeviation } from '../../src/metrics/average.ts'
import { measureSet, measureText } from '../../src/metrics/registry.ts'

const uniform = { tokens: [1, 2, 3], logprobs: [0.25, 0.25, 0.25].map(Math.log) }
const sure = { tokens: [4], logprobs: [0] }

describe('perplexity', () => {
  it('of equally likely tokens is their number', () => {
    expect(measureText(uniform).perplexity).toBeCloseTo(4, 12)
  })

  it('is pooled over tokens, not averaged over texts', () => {
    expect(measureSet([uniform, sure]).perplexity).toBeCloseTo(4 ** (3 / 4), 12)
  })

  it('counts the end of text, which is a step', () => {
    const ended = { tokens: [1, 0], endOfText: true, logprobs: [Math.log(0.5), Math.log(0.125)] }
    expect(measureText(ended)).toMatchObject({ length: 1, perplexity: expect.closeTo(4, 12) })
  })

  it('tempered is beside it only if recorded', () => {
    expect(measureText(uniform)['perplexity-tempered']).toBeNull()
    const tempered = { ...uniform, temperedLogprobs: [0.5, 0.5, 0.5].map(Math.log) }
    expect(measureText(tempered)).toMatchObject({
      perplexity: expect.closeTo(4, 12),
      'perplexity-tempered': expect.closeTo(2, 12),
    })
  })

  it('is infinite once the model rules a token out', () => {
    expect(measureText({ tokens: [1, 2], logprobs: [0, -Infinity] }).perplexity).toBe(Infinity)
    expect(standardDeviation([0, Infinity])).toBeNull()
  })
})

describe('surprisal, entropy and nucleus size', () => {
  const record = { tokens: [1, 2], logprobs: [-1, -3], entropies: [0.5, 1.5], kept: [10, 30] }

  it('are means in nats and tokens; the spread is the population standard deviation', () => {
    expect(measureText(record)).toMatchObject({
      'surprisal-mean-nats': 2,
      'surprisal-sd-nats': 1,
      'entropy-mean-nats': 1,
      'kept-mean': 20,
    })
  })

  it('are pooled over a set, and its spread is the mean of its texts', () => {
    const other = { tokens: [1, 2, 3, 4], logprobs: [-1, -1, -7, -7], entropies: [1], kept: [50] }
    expect(measureSet([record, other])).toMatchObject({
      'surprisal-mean-nats': 20 / 6,
      'surprisal-sd-nats': 2,
      'entropy-mean-nats': 1,
      'kept-mean': 30,
    })
  })

  it('have no spread in one token', () => {
    expect(measureText(sure)['surprisal-mean-nats']).toBe(0)
    expect(measureText(sure)['surprisal-sd-nats']).toBeNull()
  })
})

describe('stop rate', () => {
  it('is the share that ended, of the texts whose ending is known', () => {
    const records = [true, false, false].map((endOfText) => ({ tokens: [1], endOfText }))
    expect(measureSet([...records, { tokens: [1] }])['stop-rate']).toBeCloseTo(1 / 3, 12)
    expect(measureSet([{ tokens: [1] }])['stop-rate']).toBeNull()
  })
})
