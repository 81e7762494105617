import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { useOf } from '../../../src/runs/request/notation.ts'
import { Distribution, DistributionError } from '../../../src/sampling/distribution.ts'
import { amateurOf } from '../../../src/strategies/chain/chain.ts'
import type { StepUse } from '../../../src/strategies/chain/definition.ts'
import { createPipeline } from '../../../src/strategies/chain/pipeline.ts'
import { type Contrast, contrast } from '../../../src/strategies/steps/contrast.ts'
import { contrastiveDecoding } from '../../../src/strategies/steps/contrastive-decoding.ts'
import { topK } from '../../../src/strategies/steps/top-k.ts'
import { keptIds, largestDifference, probabilities } from '../../helpers/reference.ts'

const use = (parameters: Record<string, unknown>) => useOf(contrastiveDecoding, parameters) as StepUse
const plain: Contrast = { alpha: 0.1, beta: 1, form: 'difference', temperature: 1 }
const logs = (values: readonly number[]) => values.map(Math.log)
const fromProbabilities = (values: readonly number[]) => Distribution.fromLogits(logs(values))

const logit = fc.integer({ min: -80, max: 80 }).map((eighths) => eighths / 8)
const pair = fc
  .integer({ min: 1, max: 30 })
  .chain((length) =>
    fc.tuple(
      fc.array(logit, { minLength: length, maxLength: length }),
      fc.array(logit, { minLength: length, maxLength: length }),
    ),
  )
const settings: fc.Arbitrary<Contrast> = fc.record({
  alpha: fc.double({ min: 0, max: 1, noNaN: true }),
  beta: fc.double({ min: 0, max: 5, noNaN: true }),
  form: fc.constantFrom('difference', 'logits'),
  temperature: fc.double({ min: 0.1, max: 5, noNaN: true }),
})

describe('contrast', () => {
  // P = .5 .25 .2 .04 .01, so alpha = .1 keeps three; A = .25 .05 .5 .1 .1.
  const expert = fromProbabilities([0.5, 0.25, 0.2, 0.04, 0.01])
  const amateur = logs([0.25, 0.05, 0.5, 0.1, 0.1])

  it('is the quotient of the probabilities among the plausible tokens, by hand', () => {
    // P / A = 2, 5, 0.4; their sum is 7.4.
    const result = contrast(expert, amateur, plain)
    expect(keptIds(result)).toEqual([0, 1, 2])
    expect(result.id(0)).toBe(1)
    expect(largestDifference(probabilities(result), [2 / 7.4, 5 / 7.4, 0.4 / 7.4, 0, 0])).toBeLessThan(1e-12)
  })

  it('weighs as P^(1 + beta) / A^beta in the form of logits, by hand', () => {
    const weights = [0.5 ** 1.5 / 0.25 ** 0.5, 0.25 ** 1.5 / 0.05 ** 0.5, 0.2 ** 1.5 / 0.5 ** 0.5]
    // About .707, .559 and .126: the amateur's favourite falls furthest.
    const sum = weights.reduce((total, weight) => total + weight, 0)
    const result = contrast(expert, amateur, { ...plain, form: 'logits', beta: 0.5 })
    const expected = [...weights.map((weight) => weight / sum), 0, 0]
    expect(largestDifference(probabilities(result), expected)).toBeLessThan(1e-12)
  })

  it('reads the amateur at its own temperature, by hand', () => {
    // At 0.5 the amateur is A^2 up to a constant: P / A^2 = 8, 100, 0.8.
    const result = contrast(expert, amateur, { ...plain, temperature: 0.5 })
    expect(
      largestDifference(probabilities(result), [8 / 108.8, 100 / 108.8, 0.8 / 108.8, 0, 0]),
    ).toBeLessThan(1e-12)
  })

  it('keeps what reaches the share exactly, as decimals are written, and the best of ties by id', () => {
    expect(keptIds(contrast(expert, amateur, { ...plain, alpha: 0.4 }))).toEqual([0, 1, 2])
    expect(keptIds(contrast(expert, amateur, { ...plain, alpha: 0.41 }))).toEqual([0, 1])
    const tied = fromProbabilities([0.3, 0.3, 0.3, 0.1])
    const best = contrast(tied, [0, 0, 0, 0], { ...plain, alpha: 1 })
    expect([keptIds(best), best.id(0)]).toEqual([[0, 1, 2], 0])
  })

  it('counts a token the amateur rules out as its least likely other one', () => {
    const result = contrast(
      expert,
      [Math.log(0.25), -Infinity, Math.log(0.5), Math.log(0.1), -Infinity],
      plain,
    )
    // P / A = 2, .25 / .1 = 2.5, .4.
    expect(largestDifference(probabilities(result), [2 / 4.9, 2.5 / 4.9, 0.4 / 4.9, 0, 0])).toBeLessThan(
      1e-12,
    )
  })

  it('refuses an amateur without logits', () => {
    expect(() => contrast(expert, [0, Number.NaN, 0, 0, 0], plain)).toThrow(
      'the amateur gives NaN for token 1',
    )
    expect(() => contrast(expert, [0, 0, Infinity, 0, 0], plain)).toThrow(DistributionError)
    expect(() => contrast(expert, new Array(5).fill(-Infinity), plain)).toThrow('the amateur leaves no token')
  })

  it('stays within the plausible tokens, keeps all of them, and sums to 1', () => {
    fc.assert(
      fc.property(pair, settings, ([own, other], contrasted) => {
        const from = Distribution.fromLogits(own)
        const result = contrast(from, other, contrasted)
        const share = contrasted.alpha * from.probability(0)
        const head = own.flatMap((_, id) => (from.probabilityOf(id) >= share * (1 - 1e-12) ? [id] : []))
        expect(keptIds(result)).toEqual(head)
        expect(Math.abs(probabilities(result).reduce((sum, one) => sum + one, 0) - 1)).toBeLessThan(1e-9)
      }),
    )
  })

  it('without weight on the amateur is the expert’s plausible tokens, without a share too the expert', () => {
    fc.assert(
      fc.property(pair, settings, ([own, other], contrasted) => {
        const from = Distribution.fromLogits(own)
        expect(contrast(from, other, { ...contrasted, alpha: 0, beta: 0 })).toBe(from)
        const head = contrast(from, other, { ...contrasted, beta: 0 })
        expect(probabilities(head)).toEqual(probabilities(from.head(head.size)))
      }),
    )
  })

  it('against itself is flat as a difference, and as logits the expert among the plausible tokens', () => {
    fc.assert(
      fc.property(pair, settings, ([own], { alpha, beta }) => {
        const from = Distribution.fromLogits(own)
        const flat = contrast(from, own, { ...plain, alpha })
        expect(probabilities(flat).filter((one) => one > 0 && Math.abs(one - 1 / flat.size) > 1e-12)).toEqual(
          [],
        )
        const same = contrast(from, own, { alpha, beta, form: 'logits', temperature: 1 })
        expect(largestDifference(probabilities(same), probabilities(from.head(same.size)))).toBeLessThan(1e-9)
      }),
    )
  })

  it('does not see a constant added to the amateur', () => {
    fc.assert(
      fc.property(pair, settings, logit, ([own, other], contrasted, constant) => {
        const from = Distribution.fromLogits(own)
        const moved = other.map((value) => value + constant)
        expect(
          largestDifference(
            probabilities(contrast(from, other, contrasted)),
            probabilities(contrast(from, moved, contrasted)),
          ),
        ).toBeLessThan(1e-9)
      }),
    )
  })
})

describe('contrastive-decoding in a chain', () => {
  /** Longer than the amateur's window. */
  const history = Array.from({ length: 20 }, (_, index) => index % 5)
  const context = { history, promptLength: 0, step: 0, streams: () => () => 0 }
  const raw = fromProbabilities([0.5, 0.25, 0.2, 0.04, 0.01])

  it('asks for an amateur: the same model with a short memory unless one is named', () => {
    expect(amateurOf(use({}))).toEqual({ window: 16 })
    expect(amateurOf(use({ 'amateur-window': 0 }))).toEqual({})
    expect(amateurOf(use({ amateur: 'distilgpt2', 'amateur-window': 0 }))).toEqual({ model: 'distilgpt2' })
    expect(amateurOf(use({ beta: 0 }))).toBeUndefined()
  })

  it('gives each such step the logits of its own amateur, and works on what earlier steps left', () => {
    const steps = [
      useOf(topK, { k: 2 }) as StepUse,
      use({ beta: 1 }),
      use({ beta: 0, alpha: 0 }),
      use({ beta: 1, alpha: 0, amateur: 'other' }),
    ]
    const pipeline = createPipeline(steps)
    const amateurs = [logs([0.5, 0.1, 0.2, 0.1, 0.1]), logs([0.1, 0.7, 0.1, 0.05, 0.05])]
    const { final } = pipeline.run(raw, pipeline.init(5), { ...context, amateurs })
    // (.5, .25) / (.5, .1) = 1, 2.5; then / (.1, .7) = 10, 3.571.
    const [first, second] = [10, 2.5 / 0.7]
    const sum = first + second
    expect(largestDifference(probabilities(final), [first / sum, second / sum, 0, 0, 0])).toBeLessThan(1e-12)
  })

  it('reports it where nobody reads along', () => {
    const pipeline = createPipeline([use({})])
    expect(() => pipeline.run(raw, pipeline.init(5), context)).toThrow(
      'contrastive-decoding:0.1: no amateur reads along here; use it in a run',
    )
  })
})
