import { describe, expect, it } from 'vitest'
import { parseChain } from '../../../src/runs/request/notation.ts'
import { Distribution } from '../../../src/sampling/distribution.ts'
import { createPipeline } from '../../../src/strategies/chain/pipeline.ts'
import { createSampler } from '../../../src/strategies/chain/sampler.ts'
import {
  applyChain,
  keptIds,
  largestDifference,
  ofWeights,
  probabilities,
  readReference,
} from '../../helpers/reference.ts'

interface AdaptiveCase {
  readonly name: string
  readonly input_probs: readonly number[]
  readonly target: number
  readonly decay: number
  readonly steps: readonly {
    readonly probabilities: readonly number[]
    readonly chosen: number
    readonly average_after: number
  }[]
}

interface QuadraticCase {
  readonly name: string
  readonly logits: readonly number[]
  readonly factor: number
  readonly curve: number
  readonly probabilities: readonly number[]
}

const file = readReference<{ adaptive_p: AdaptiveCase[]; quadratic: QuadraticCase[] }>('newer-samplers.json')
const streams = () => () => 0.5

const samplerOf = (chain: string, vocabularySize: number) =>
  createSampler({ steps: parseChain(chain).steps, vocabularySize, prompt: [], streams })

describe('adaptive-p', () => {
  it.each(file.adaptive_p)('newer-samplers.json $name', ({ input_probs, target, decay, steps }) => {
    const raw = ofWeights(input_probs)
    const sampler = samplerOf(`adaptive-p:target=${target},decay=${decay}`, raw.vocabularySize)
    for (const step of steps) {
      const trace = sampler.apply(raw)
      expect(largestDifference(probabilities(trace.final), step.probabilities)).toBeLessThan(1e-12)
      sampler.accept(step.chosen, trace)
      const { weightedSum, totalWeight } = sampler.state[0] as { weightedSum: number; totalWeight: number }
      expect(weightedSum / totalWeight).toBeCloseTo(step.average_after, 12)
    }
  })

  it('learns the probability that came to it, behind a cut, and nothing of a token that did not come', () => {
    const raw = ofWeights([0.5, 0.3, 0.2])
    const sampler = samplerOf('top-k:2+adaptive-p:target=0.4,decay=0', 3)
    sampler.accept(1, sampler.apply(raw))
    expect(sampler.state[1]).toEqual({ weightedSum: expect.closeTo(0.375, 12), totalWeight: 1 })
    const before = sampler.state[1]
    sampler.accept(2, sampler.apply(raw))
    expect(sampler.state[1]).toEqual(before)
  })
})

describe('quadratic', () => {
  it.each(file.quadratic)(
    'newer-samplers.json $name',
    ({ logits, factor, curve, probabilities: expected }) => {
      const output = applyChain(`quadratic:factor=${factor},curve=${curve}`, Distribution.fromLogits(logits))
      expect(largestDifference(probabilities(output), expected)).toBeLessThan(1e-12)
    },
  )

  it('keeps the best where all others fall beyond what a number can hold', () => {
    const output = applyChain('quadratic:factor=10,curve=4', Distribution.fromLogits([1e300, 0, -1e300]))
    expect([output.id(0), output.probability(0)]).toEqual([0, 1])
  })
})

describe('logit-bias', () => {
  it('adds to the logits named, twice where a token is named twice', () => {
    const raw = Distribution.fromLogits([1, 2, 3])
    const output = applyChain('logit-bias:0:1.5;2:-3;0:0.5', raw)
    expect([0, 1, 2].map((id) => output.logitOf(id))).toEqual([3, 2, 0])
  })

  it('does not bring back what an earlier step removed', () => {
    const output = applyChain('top-k:1+logit-bias:0:100', Distribution.fromLogits([1, 2]))
    expect(keptIds(output)).toEqual([1])
  })

  it('refuses a token there is not, and what is no bias', () => {
    expect(() => applyChain('logit-bias:3:1', Distribution.fromLogits([1, 2, 3]))).toThrow(
      'logit-bias:3:1: there is no token 3; the vocabulary has 3',
    )
    expect(() => parseChain('logit-bias:3')).toThrow(/Logit bias tokens: expected token ids/)
    expect(() => parseChain('logit-bias:a:1')).toThrow(/expected token ids/)
  })
})

describe('dry with sequence breakers', () => {
  const raw = ofWeights([1, 1, 1, 1, 1, 1])
  const lowered = (breakers: string, history: readonly number[], id: number) => {
    const chain = `dry:multiplier=1,base=2,allowed-length=2,breakers=${breakers}`
    return raw.logitOf(id) - applyChain(chain, raw, { history }).logitOf(id)
  }

  it('does not reach across a breaker', () => {
    // 0 1 2 came before, followed by 4; only 1 2 of it comes after the breaker 0.
    const history = [0, 1, 2, 4, 3, 0, 1, 2]
    expect(lowered('5', history, 4)).toBeCloseTo(2, 12)
    expect(lowered('0', history, 4)).toBeCloseTo(1, 12)
    expect(lowered('1', history, 4)).toBe(0)
    expect(lowered('0.1', history, 4)).toBe(0)
    expect(lowered('3.0', history, 4)).toBeCloseTo(1, 12)
  })

  it('never lowers a breaker of one token, and does one that begins a longer sequence', () => {
    const history = [1, 2, 3, 1, 2]
    expect(lowered('3', history, 3)).toBe(0)
    expect(lowered('3.5', history, 3)).toBeCloseTo(1, 12)
  })
})

describe('contrastive-decoding where the amateur sees the whole text', () => {
  const raw = ofWeights([0.5, 0.3, 0.2])
  const amateur = [0, 0, 5]
  const run = (chain: string, length: number) => {
    const history = Array.from({ length }, () => 0)
    const pipeline = createPipeline(parseChain(chain).steps)
    const input = { history, promptLength: 0, step: 0, streams, amateurs: [amateur] }
    return pipeline.run(raw, pipeline.init(3), input).final
  }

  it('lets the expert pass through, and acts from the first token out of sight', () => {
    expect(run('contrastive-decoding', 16)).toBe(raw)
    expect(run('contrastive-decoding', 17)).not.toBe(raw)
    expect(run('contrastive-decoding:amateur-window=0', 500)).toBe(raw)
  })

  it('acts where the amateur is another model, or reads at another temperature', () => {
    expect(run('contrastive-decoding:amateur=other', 3)).not.toBe(raw)
    expect(run('contrastive-decoding:amateur-temperature=0.5', 3)).not.toBe(raw)
  })
})
