import fc from 'fast-check'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { useOf } from '../../src/runs/request/notation.ts'
import { Distribution, DistributionError } from '../../src/sampling/distribution.ts'
import { isNeutral } from '../../src/strategies/chain/chain.ts'
import type { StepDefinition, StepUse } from '../../src/strategies/chain/definition.ts'
import { type ParameterDescription, parametersOf } from '../../src/strategies/chain/describe.ts'
import { createPipeline } from '../../src/strategies/chain/pipeline.ts'
import { steps } from '../../src/strategies/registry.ts'
import { keptIds, largestDifference, probabilities } from '../helpers/reference.ts'

/** A step of one's own is computed in a browser's worker only. */
vi.stubGlobal('WorkerGlobalScope', class {})
afterAll(() => vi.unstubAllGlobals())

/** Where a step may break a law, and only there. A new step obeys them all until it is listed. */
const EXCEPTIONS = {
  mayBanEverything: ['no-repeat-ngram'],
  mayDropTheMostLikely: [
    'typical',
    'xtc',
    'repetition-penalty',
    'presence-penalty',
    'frequency-penalty',
    'no-repeat-ngram',
    'dry',
    'contrastive-decoding',
    'adaptive-p',
    'quadratic',
  ],
  mayReorder: [
    'repetition-penalty',
    'presence-penalty',
    'frequency-penalty',
    'dry',
    'contrastive-decoding',
    'adaptive-p',
    'quadratic',
  ],
  dependsOnAddedConstant: ['repetition-penalty'],
  /** Its formula has the vocabulary size in it. */
  countsMaskedTokens: ['mirostat-v1'],
}

/**
 * Whether applying a step twice is applying it once. The others renormalise in between, which moves their
 * thresholds. Epsilon is among these in many texts, but its survivors only grow.
 */
const IDEMPOTENT: Readonly<Record<string, boolean>> = {
  'top-k': true,
  'min-p': true,
  epsilon: true,
  'no-repeat-ngram': true,
  nucleus: false,
  typical: false,
  eta: false,
  'top-a': false,
  'top-h': false,
  'tail-free': false,
  'top-n-sigma': false,
  'p-less': false,
  'min-k': false,
}

const isException = (law: keyof typeof EXCEPTIONS, { id }: StepDefinition) => EXCEPTIONS[law].includes(id)

/** A tenth of a nat times whole numbers would round; eighths add and subtract exactly. */
const logit = fc.integer({ min: -160, max: 160 }).map((eighths) => eighths / 8)
const tiedLogits = fc.array(logit, { minLength: 1, maxLength: 40 })
const untiedLogits = fc.uniqueArray(logit, { minLength: 1, maxLength: 40 })
const maskedLogits = fc.array(fc.oneof({ weight: 3, arbitrary: logit }, fc.constant(-Infinity)), {
  minLength: 1,
  maxLength: 40,
})
const rawHistory = fc.array(fc.nat(5), { maxLength: 30 })

function valuesOf(parameter: ParameterDescription): fc.Arbitrary<number | string> {
  const { type, fallback, minimum, maximum, slider, options } = parameter
  if (options) return fc.constantFrom(...options)
  if (type === 'model' || type === 'text') return fc.constant(fallback)
  const [min, max] = slider ?? [minimum!, maximum!]
  const inRange = type === 'integer' ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true })
  return fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(Number(fallback), minimum!, maximum!) },
    { weight: 4, arbitrary: inRange },
  )
}

const usesOf = (definition: StepDefinition): fc.Arbitrary<StepUse> =>
  fc
    .record(Object.fromEntries(parametersOf(definition).map((one) => [one.name, valuesOf(one)])))
    .map((parameters) => useOf(definition, parameters) as StepUse)

interface Setting {
  readonly use: StepUse
  readonly input: Distribution
  readonly history?: readonly number[]
  /** What every random stream gives: below any probability by default, so that a step acts. */
  readonly chance?: number
}

/** An amateur that likes what the model likes, half as much. */
const amateurOf = (input: Distribution) =>
  Array.from({ length: input.vocabularySize }, (_, id) => input.logitOf(id) / 2)

function apply({ use, input, history = [], chance = 0 }: Setting): Distribution {
  const pipeline = createPipeline([use])
  const state = pipeline.init(input.vocabularySize)
  const amateurs = [amateurOf(input)]
  const context = { history, promptLength: 0, step: 0, streams: () => () => chance, amateurs }
  return pipeline.run(input, state, context).final
}

/** Undefined where a step that may ban everything did. */
function attempt(setting: Setting): Distribution | undefined {
  try {
    return apply(setting)
  } catch (error) {
    if (!(error instanceof DistributionError)) throw error
    if (!isException('mayBanEverything', setting.use.definition)) throw error
    return undefined
  }
}

const ranked = (distribution: Distribution) =>
  Array.from({ length: distribution.size }, (_, rank) => distribution.id(rank))

/** History names tokens of the vocabulary. */
const within = (history: readonly number[], size: number) => history.map((id) => id % size)

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** What every distribution owes: ranked, ties by ascending id, summing to 1. */
function expectInvariant(distribution: Distribution) {
  expect(distribution.size).toBeGreaterThan(0)
  for (let rank = 1; rank < distribution.size; rank++) {
    const [above, below] = [distribution.logit(rank - 1), distribution.logit(rank)]
    expect(above > below || (above === below && distribution.id(rank - 1) < distribution.id(rank))).toBe(true)
  }
  expect(Math.abs(sum(probabilities(distribution)) - 1)).toBeLessThan(1e-9)
  expect(Number.isFinite(distribution.entropy())).toBe(true)
}

/** Neutral values of a step that judges several parameters together. */
const NEUTRAL_BY_RULE: Readonly<Record<string, Readonly<Record<string, number | string>>>> = {
  'dynamic-temperature': { t: 1, range: 0 },
  'conformal-nucleus': { bins: '1' },
  xtc: { threshold: 0.1, probability: 0 },
  'logit-bias': { tokens: '' },
  own: { formula: 'logit' },
}

/** What a step owes that has no neutral value: its own law instead. */
const OWN_LAWS: Readonly<Record<string, (logits: readonly number[]) => void>> = {
  // The limit starts at 2 tau bits: where no token is more surprising, nothing goes.
  mirostat(logits) {
    const input = Distribution.fromLogits(logits)
    const most = -input.logProbability(input.size - 1) / Math.LN2
    const tau = Math.min(30, most / 2 + 1e-9)
    if (most <= 60) expect(apply({ use: useById('mirostat', { tau }), input })).toBe(input)
    expect(apply({ use: useById('mirostat', { tau: 0 }), input }).size).toBe(
      ranked(input).filter((id) => id === input.id(0) || input.probabilityOf(id) >= 1 - 1e-12).length,
    )
  },
  // Aiming higher never keeps fewer.
  'mirostat-v1'(logits) {
    const input = Distribution.fromLogits(logits)
    const sizes = [0, 1, 3, 5, 10, 30].map(
      (tau) => apply({ use: useById('mirostat-v1', { tau }), input }).size,
    )
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b))
  },
  // It keeps the same tokens at every temperature, as long as the logits are not nearly flat.
  'min-k'(logits) {
    const input = Distribution.fromLogits(logits)
    const use = useById('min-k', { tau: 0 })
    for (const temperature of [0.1, 3])
      expect(ranked(apply({ use, input: input.withTemperature(temperature) }))).toEqual(
        ranked(apply({ use, input })),
      )
  },
  // It keeps all exactly where all reach the chance that two draws agree.
  'p-less'(logits) {
    const input = Distribution.fromLogits(logits)
    const agree = sum(probabilities(input).map((probability) => probability ** 2))
    const kept = ranked(input).filter(
      (id, rank) => rank === 0 || input.probabilityOf(id) >= agree * (1 - 1e-12),
    )
    expect(keptIds(apply({ use: useById('p-less'), input }))).toEqual(kept.toSorted((a, b) => a - b))
  },
  // At p = 1 it is what the mistake is named after.
  'nucleus-top-50'(logits) {
    const input = Distribution.fromLogits([...logits, ...logits])
    const output = apply({ use: useById('nucleus-top-50', { p: 1 }), input })
    expect(ranked(output)).toEqual(ranked(input).slice(0, 50))
  },
  // The token nearest to the target comes first, and none goes.
  'adaptive-p'(logits) {
    const input = Distribution.fromLogits(logits)
    const output = apply({ use: useById('adaptive-p', { target: 0.3 }), input })
    const distances = ranked(output).map((id) => Math.abs(input.probabilityOf(id) - 0.3))
    expect(output.size).toBe(input.size)
    expect(distances[0]).toBeLessThanOrEqual(Math.min(...distances) + 1e-12)
  },
}

const useById = (id: string, parameters: Readonly<Record<string, number>> = {}) =>
  useOf(steps.find((step) => step.id === id)!, parameters) as StepUse

describe.each(steps)('$id', (definition) => {
  const uses = usesOf(definition)
  const withDefaults = useOf(definition, {}) as StepUse

  it('states everything about itself, has valid defaults and refuses what lies outside its bounds', () => {
    const { id, title, summary, formula, paper, weakness } = definition
    for (const text of [id, title, summary, formula, paper, weakness]) expect(text.length).toBeGreaterThan(0)
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    for (const { name, minimum, maximum, fallback } of parametersOf(definition)) {
      expect(withDefaults.parameters[name]).toBe(fallback)
      for (const value of [minimum! - 1e-3, maximum! * 1.001, Number.NaN, Number.POSITIVE_INFINITY, 'x y'])
        expect(() => useOf(definition, { [name]: value })).toThrow(UserError)
    }
    expect(() => useOf(definition, { 'no-such-parameter': 1 })).toThrow(UserError)
  })

  it('gives a ranked distribution over a part of its input, and leaves the input as it was', () => {
    fc.assert(
      fc.property(uses, tiedLogits, rawHistory, fc.constantFrom(0, 0.999), (use, logits, raw, chance) => {
        const input = Distribution.fromLogits(logits)
        const before = [ranked(input), probabilities(input)]
        const output = attempt({ use, input, history: within(raw, logits.length), chance })
        expect([ranked(input), probabilities(input)]).toEqual(before)
        if (!output) return
        expectInvariant(output)
        expect(keptIds(output).filter((id) => !input.includes(id))).toEqual([])
        if (!isException('mayReorder', definition))
          expect(ranked(output)).toEqual(ranked(input).filter((id) => output.includes(id)))
        if (!isException('mayDropTheMostLikely', definition)) expect(output.id(0)).toBe(input.id(0))
      }),
    )
  })

  const neutralValues = definition.neutral ?? NEUTRAL_BY_RULE[definition.id]
  if (definition.neutral || definition.isNeutral)
    it('is the identity where it is neutral: the very same distribution', () => {
      expect(neutralValues).toBeDefined()
      const neutral = useOf(definition, { ...neutralValues }) as StepUse
      expect(isNeutral(neutral)).toBe(true)
      fc.assert(
        fc.property(uses, tiedLogits, rawHistory, (use, logits, raw) => {
          const input = Distribution.fromLogits(logits)
          const history = within(raw, logits.length)
          expect(apply({ use: neutral, input, history })).toBe(input)
          if (isNeutral(use)) expect(apply({ use, input, history })).toBe(input)
        }),
      )
    })
  else
    it('keeps a law of its own, having no neutral value', () => {
      const ownLaw = OWN_LAWS[definition.id]
      expect(ownLaw).toBeTypeOf('function')
      fc.assert(fc.property(tiedLogits, (logits) => ownLaw!(logits)))
    })

  it('does not care how tokens are numbered', () => {
    const permuted = untiedLogits.chain((logits) =>
      fc.tuple(
        fc.constant(logits),
        fc.shuffledSubarray([...logits.keys()], { minLength: logits.length, maxLength: logits.length }),
      ),
    )
    fc.assert(
      fc.property(uses, permuted, rawHistory, (use, [logits, newIds], raw) => {
        const history = within(raw, logits.length)
        const renumbered = new Array<number>(logits.length)
        for (const [id, newId] of newIds.entries()) renumbered[newId] = logits[id]!
        const output = attempt({ use, input: Distribution.fromLogits(logits), history })
        const other = attempt({
          use,
          input: Distribution.fromLogits(renumbered),
          history: history.map((id) => newIds[id]!),
        })
        expect(other === undefined).toBe(output === undefined)
        if (!output || !other) return
        const moved = newIds.map((newId) => other.probabilityOf(newId))
        expect(largestDifference(moved, probabilities(output))).toBeLessThan(1e-9)
      }),
    )
  })

  if (!isException('dependsOnAddedConstant', definition))
    it('does not change when a constant is added to all logits', () => {
      fc.assert(
        fc.property(uses, tiedLogits, rawHistory, logit, (use, logits, raw, constant) => {
          const history = within(raw, logits.length)
          const output = attempt({ use, input: Distribution.fromLogits(logits), history })
          const shifted = Distribution.fromLogits(logits.map((value) => value + constant))
          const other = attempt({ use, input: shifted, history })
          expect(other === undefined).toBe(output === undefined)
          if (output && other)
            expect(largestDifference(probabilities(other), probabilities(output))).toBeLessThan(1e-9)
        }),
      )
    })

  if (!isException('countsMaskedTokens', definition))
    it('does not see what was masked before it', () => {
      fc.assert(
        fc.property(uses, maskedLogits, (use, logits) => {
          const ids = [...logits.keys()].filter((id) => logits[id]! > -Infinity)
          fc.pre(ids.length > 0)
          const output = apply({ use, input: Distribution.fromLogits(logits) })
          const compact = apply({ use, input: Distribution.fromLogits(ids.map((id) => logits[id]!)) })
          const shown = ids.map((id) => output.probabilityOf(id))
          expect(largestDifference(shown, probabilities(compact))).toBeLessThan(1e-9)
        }),
      )
    })

  if (!isException('countsMaskedTokens', definition))
    it('does not see what an earlier cut removed', () => {
      fc.assert(
        fc.property(uses, untiedLogits, fc.integer({ min: 1, max: 40 }), (use, logits, count) => {
          const whole = Distribution.fromLogits(logits)
          const cut = whole.head(count)
          const masked = Distribution.fromLogits(
            logits.map((value, id) => (cut.includes(id) ? value : -Infinity)),
          )
          const output = apply({ use, input: cut })
          expect(
            largestDifference(probabilities(output), probabilities(apply({ use, input: masked }))),
          ).toBeLessThan(1e-9)
        }),
      )
    })

  it('keeps the only token there is, and survives uniform, vanishing and far-apart logits', () => {
    fc.assert(
      fc.property(uses, (use) => {
        for (const logits of [[3], [-Infinity, -7, -Infinity], [-Infinity, 1e6]]) {
          const output = apply({ use, input: Distribution.fromLogits(logits) })
          expect([output.size, output.probability(0)]).toEqual([1, 1])
        }
        for (const size of [2, 3, 8, 10]) {
          const output = apply({ use, input: Distribution.fromLogits(new Array<number>(size).fill(1.7)) })
          expectInvariant(output)
          // Ties are cut by ascending id: a prefix of the ids, or, for XTC, what is left of one.
          expect(keptIds(output).at(-1)! - keptIds(output)[0]!).toBe(output.size - 1)
        }
        for (const logits of [
          [0, -2000, -3000],
          [0, -800, -800],
          [1e300, 0, -1e300],
          [1e-300, 0],
          [-1e9, -1e9],
        ]) {
          const output = attempt({ use, input: Distribution.fromLogits(logits), history: [0, 1, 0] })
          if (output) expectInvariant(output)
        }
      }),
    )
  })

  const isIdempotent = IDEMPOTENT[definition.id]
  if (isIdempotent !== undefined)
    it(`is ${isIdempotent ? '' : 'not '}idempotent`, () => {
      const flat = fc.array(
        logit.map((value) => value / 16),
        { minLength: 5, maxLength: 40 },
      )
      const property = fc.property(uses, flat, rawHistory, (use, logits, raw) => {
        const history = within(raw, logits.length)
        const once = attempt({ use, input: Distribution.fromLogits(logits), history })
        return !once || apply({ use, input: once, history }).size === once.size
      })
      // Not idempotent: two hundred tries must find a counterexample.
      expect(fc.check(property, { numRuns: isIdempotent ? 100 : 200, seed: 1 }).failed).toBe(!isIdempotent)
    })
})

it('names only steps that exist in its tables', () => {
  const known = steps.map(({ id }) => id)
  const named = [...Object.values(EXCEPTIONS).flat(), ...Object.keys(IDEMPOTENT), ...Object.keys(OWN_LAWS)]
  expect(named.filter((id) => !known.includes(id))).toEqual([])
})
