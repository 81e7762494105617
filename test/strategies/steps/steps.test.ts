import { describe, expect, it } from 'vitest'
import { parseChain } from '../../../src/runs/request/notation.ts'
import { Distribution, DistributionError } from '../../../src/sampling/distribution.ts'
import { draw } from '../../../src/sampling/draw.ts'
import { randomStreams } from '../../../src/sampling/random.ts'
import { createPipeline } from '../../../src/strategies/chain/pipeline.ts'
import { logitsOf } from '../../helpers/distributions.ts'
import { applyChain, keptIds, largestDifference, ofWeights, probabilities } from '../../helpers/reference.ts'

const tenths = ofWeights([0.4, 0.3, 0.2, 0.1])
const kept = (chain: string, distribution = tenths) => keptIds(applyChain(chain, distribution))

describe('dynamic temperature', () => {
  it('lies between t - range and t + range by the share of the greatest entropy', () => {
    const share = tenths.entropy() / Math.log(4)
    for (const [exponent, t] of [
      [1, 0.5 + share],
      [2, 0.5 + share ** 2],
    ] as const) {
      const dynamic = applyChain(`dynamic-temperature:t=1,range=0.5,exponent=${exponent}`, tenths)
      expect(
        largestDifference(probabilities(dynamic), probabilities(applyChain(`temperature:${t}`, tenths))),
      ).toBeLessThan(1e-12)
    }
  })

  it('is t + range on a uniform distribution, plain temperature at range 0, and never below 0', () => {
    const uniform = Distribution.fromLogits([1, 1, 1])
    expect(
      largestDifference(probabilities(applyChain('dynamic-temperature:t=1,range=1', uniform)), [
        1 / 3,
        1 / 3,
        1 / 3,
      ]),
    ).toBeLessThan(1e-12)
    expect(probabilities(applyChain('dynamic-temperature:0.7', tenths))).toEqual(
      probabilities(applyChain('temperature:0.7', tenths)),
    )
    const sure = Distribution.fromLogits([0, -2000])
    expect(keptIds(applyChain('dynamic-temperature:t=1,range=5', sure))).toEqual([0])
  })
})

describe('XTC', () => {
  it('acts as often as its probability, on a stream of its own', () => {
    const chain = createPipeline(parseChain('xtc:threshold=0.1,probability=0.3').steps)
    const streams = randomStreams(11, 0)
    const acted = Array.from({ length: 5000 }, (_, step) => {
      const { final } = chain.run(tenths, chain.init(4), { history: [], promptLength: 0, step, streams })
      return final.size < 4
    })
    const count = acted.filter(Boolean).length
    // Four standard deviations of a binomial(5000, 0.3).
    expect(Math.abs(count - 1500)).toBeLessThan(130)
    const own = randomStreams(11, 0)('xtc')
    const expected = acted.map((_, step) => own(step) < 0.3)
    expect(acted).toEqual(expected)
  })

  it('leaves the least likely of the choices and all that is below', () => {
    expect(kept('xtc:threshold=0.2,probability=1')).toEqual([2, 3])
    expect(kept('xtc:threshold=0.35,probability=1')).toEqual([0, 1, 2, 3])
    expect(kept('xtc:threshold=0,probability=1')).toEqual([3])
  })
})

describe('penalties', () => {
  const history = [0, 0, 1, 2]
  const logits = [1, -1, 0.5, 2]
  const after = (chain: string) => {
    const output = applyChain(chain, Distribution.fromLogits(logits), { history })
    return logits.map((_, id) => output.logitOf(id))
  }

  it('repetition divides what is positive and multiplies what is negative, once', () => {
    expect(after('repetition-penalty:2')).toEqual([0.5, -2, 0.25, 2])
    expect(after('repetition-penalty:penalty=2,window=1')).toEqual([1, -1, 0.25, 2])
  })

  it('presence subtracts once, frequency each time', () => {
    expect(after('presence-penalty:0.5')).toEqual([0.5, -1.5, 0, 2])
    expect(after('frequency-penalty:0.5')).toEqual([0, -1.5, 0, 2])
    expect(after('frequency-penalty:penalty=0.5,window=3')).toEqual([0.5, -1.5, 0, 2])
    expect(after('presence-penalty:-1')).toEqual([2, 0, 1.5, 2])
  })

  it('reads the prompt as history', () => {
    const pipeline = createPipeline(parseChain('presence-penalty:1').steps)
    const context = { history: [3], promptLength: 1, step: 0, streams: randomStreams(1, 0) }
    expect(pipeline.run(Distribution.fromLogits(logits), pipeline.init(4), context).final.logitOf(3)).toBe(1)
  })

  it('leave a banned token banned', () => {
    const masked = Distribution.fromLogits([1, -Infinity, 0])
    for (const chain of [
      'repetition-penalty:2',
      'presence-penalty:1',
      'frequency-penalty:1',
      'dry:multiplier=1,allowed-length=1',
    ])
      expect(keptIds(applyChain(chain, masked, { history: [1, 1, 1] })), chain).toEqual([0, 2])
  })

  it('no-repeat states which step banned everything', () => {
    const run = () => applyChain('no-repeat-ngram:1', Distribution.fromLogits([0, 0]), { history: [0, 1] })
    expect(run).toThrow(new DistributionError('no-repeat-ngram:1: no token is left'))
  })

  it('DRY stays finite however long the repetition', () => {
    const output = applyChain('dry:0.8', Distribution.fromLogits([0, 0]), {
      history: new Array<number>(5000).fill(0),
    })
    expect(output.size).toBe(2)
    expect([output.probabilityOf(0), output.probabilityOf(1)]).toEqual([0, 1])
  })
})

describe('mirostat', () => {
  it.each(['mirostat:tau=3,eta=0.1', 'mirostat-v1:tau=3,eta=0.1'])(
    '%s holds the mean surprisal near tau',
    (chain) => {
      const input = Distribution.fromLogits(logitsOf('peaked', 8192).map((logit) => logit / 1.6))
      const pipeline = createPipeline(parseChain(chain).steps)
      const streams = randomStreams(5, 0)
      let state = pipeline.init(input.vocabularySize)
      let surprisal = 0
      for (let step = 0; step < 1000; step++) {
        const trace = pipeline.run(input, state, { history: [], promptLength: 0, step, streams })
        const { final } = trace
        const token = draw(final, streams('draw')(step))
        if (step >= 200) surprisal -= Math.log2(final.probabilityOf(token)) / 800
        state = pipeline.learn(state, token, trace)
      }
      expect(Math.log2(Math.E) * input.entropy()).toBeGreaterThan(4)
      expect(Math.abs(surprisal - 3)).toBeLessThan(0.1)
    },
  )

  it('keeps its memory per hypothesis: learning makes a new state', () => {
    const pipeline = createPipeline(parseChain('mirostat:tau=1,eta=1').steps)
    const before = pipeline.init(4)
    const context = { history: [], promptLength: 0, step: 0, streams: randomStreams(1, 0) }
    const trace = pipeline.run(tenths, before, context)
    expect(trace.final.size).toBe(2)
    const after = pipeline.learn(before, 1, trace)
    // The token's surprisal is that of the distribution it was drawn from: 0.3 of 0.7.
    expect((after as number[])[0]).toBeCloseTo(2 - (-Math.log2(0.3 / 0.7) - 1), 12)
    expect(before).toEqual([2])
  })
})

describe('thresholds that decimals reach exactly', () => {
  it.each([
    ['nucleus:0.7', [0, 1]],
    ['min-p:0.75', [0, 1]],
    ['epsilon:0.2', [0, 1, 2]],
    ['epsilon:0.9', [0]],
    ['top-a:1.25', [0, 1, 2]],
    ['p-less', [0, 1]],
    ['top-h:0', [0]],
    ['top-k:9', [0, 1, 2, 3]],
  ])('%s', (chain, ids) => {
    expect(kept(chain)).toEqual(ids)
  })

  it('p-less keeps all of a uniform distribution, mirostat too at its very entropy', () => {
    const uniform = Distribution.fromLogits(new Array<number>(8).fill(0.3))
    expect(kept('p-less', uniform)).toHaveLength(8)
    expect(kept('mirostat:1.5', uniform)).toHaveLength(8)
  })
})
