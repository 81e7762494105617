import { describe, expect, it } from 'vitest'
import { Distribution } from '../../../src/sampling/distribution.ts'
import { stepDetail } from '../../../src/strategies/chain/step-detail.ts'

const raw = Distribution.fromLogits([3, 1, 2, -Infinity])
const final = raw.head(2)
const ask = { top: 2, processed: false, tokens: [] }

describe('a step in detail', () => {
  it('lists the model’s most likely tokens with their log-probabilities', () => {
    expect(stepDetail({ raw, final }, 0, ask)).toEqual({
      top: [
        { id: 0, logprob: raw.logProbabilityOf(0) },
        { id: 2, logprob: raw.logProbabilityOf(2) },
      ],
    })
  })

  it('puts what the chain left beside it', () => {
    const { processed } = stepDetail({ raw, final }, 0, { ...ask, processed: true })
    expect(processed!.top.map(({ id }) => id)).toEqual([0, 2])
    expect(processed!.logprob).toBe(final.logProbabilityOf(0))
    expect(Math.exp(processed!.top[0]!.logprob) + Math.exp(processed!.top[1]!.logprob)).toBeCloseTo(1, 12)
  })

  it('looks tokens up by id, removed ones and impossible ones too', () => {
    const { tokens } = stepDetail({ raw, final }, 0, { ...ask, processed: true, tokens: [1, 3] })
    expect(tokens).toEqual([
      { id: 1, logprob: raw.logProbabilityOf(1), rank: 3, processed: -Infinity, processedRank: null },
      { id: 3, logprob: -Infinity, rank: null, processed: -Infinity, processedRank: null },
    ])
  })

  it.each(['raw', 'processed'] as const)('writes the whole %s distribution as float32', (distribution) => {
    const read = [...stepDetail({ raw, final }, 0, { ...ask, distribution }).distribution!]
    const expected = distribution === 'raw' ? raw : final
    expect(read).toEqual([0, 1, 2, 3].map((id) => Math.fround(expected.logProbabilityOf(id))))
  })
})
