import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { useOf } from '../../src/runs/request/notation.ts'
import { Distribution } from '../../src/sampling/distribution.ts'
import { createDrawer, draw } from '../../src/sampling/draw.ts'
import { type RandomStreams, randomStreams } from '../../src/sampling/random.ts'
import type { StepUse } from '../../src/strategies/chain/definition.ts'
import { createPipeline } from '../../src/strategies/chain/pipeline.ts'
import { steps } from '../../src/strategies/registry.ts'
import { chiSquare, criticalValue } from '../helpers/chi-square.ts'
import { logitsOf, type Shape, shapes } from '../helpers/distributions.ts'
import { applyChain } from '../helpers/reference.ts'
import { isThorough } from '../helpers/thorough.ts'

describe('draw', () => {
  const three = Distribution.fromLogits([0.2, 0.5, 0.3].map(Math.log))

  it('walks tokens by descending probability', () => {
    expect([0, 0.499, 0.501, 0.799, 0.801, 0.999999].map((u) => draw(three, u))).toEqual([1, 1, 2, 2, 0, 0])
  })

  it('takes equal tokens by ascending id', () => {
    const uniform = Distribution.fromLogits([0, 0, 0, 0])
    expect([0, 0.25, 0.5, 0.75].map((u) => draw(uniform, u))).toEqual([0, 1, 2, 3])
  })

  it('never draws a token of probability 0, and ends on the last that has any', () => {
    const vanishing = Distribution.fromLogits([0, -2000, -1, -3000])
    expect(draw(vanishing, 1 - 2 ** -53)).toBe(2)
    expect(draw(Distribution.fromLogits([-2000, 5]), 1 - 2 ** -53)).toBe(1)
  })

  it('gives the same tokens many times from one distribution', () => {
    const logits = fc.array(fc.double({ min: -2000, max: 50, noNaN: true }), { minLength: 1, maxLength: 40 })
    const number = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(
        logits,
        fc.array(number, { minLength: 1 }),
        fc.integer({ min: 1, max: 40 }),
        (all, us, count) => {
          const distribution = Distribution.fromLogits(all).head(count)
          const drawAgain = createDrawer(distribution)
          for (const u of [...us, 0, 1 - 2 ** -53]) expect(drawAgain(u)).toBe(draw(distribution, u))
        },
      ),
    )
  })

  it('stays inside the distribution whatever u is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 30 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 30 }),
        (logits, u, count) => {
          const distribution = Distribution.fromLogits(logits).head(count)
          expect(distribution.probabilityOf(draw(distribution, u))).toBeGreaterThan(0)
        },
      ),
    )
  })

  it('with the same u never moves down the ranks when a cut removes the tail', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 2, maxLength: 30 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 30 }),
        (logits, u, count) => {
          const whole = Distribution.fromLogits(logits)
          expect(whole.rankOf(draw(whole.head(count), u))).toBeLessThanOrEqual(whole.rankOf(draw(whole, u)))
        },
      ),
    )
  })
})

/** Applying a step to a flat distribution takes longer: fewer of them. */
const DRAWS: Readonly<Record<Shape, number>> = isThorough
  ? { peaked: 20_000, 'two-humped': 20_000, flat: 6_000 }
  : { peaked: 6_000, 'two-humped': 6_000, flat: 3_000 }
/** Draws that walk the ranks; the others are the same by a binary search. */
const WALKS = 300

/**
 * A random step describes what it does when it acts and when it does not; `null` for a step without chance.
 */
function outcomes(use: StepUse, input: Distribution): readonly (readonly [share: number, Distribution])[] {
  if (!use.definition.isRandom) return [[1, applyChain(use.notation, input)]]
  const share = Number(use.parameters.probability)
  const never: RandomStreams = () => () => 1 - 2 ** -53
  return [
    [share, applyChain(use.notation, input)],
    [1 - share, applyChain(use.notation, input, { streams: never })],
  ]
}

describe.each(steps.filter(({ family }) => family === 'truncation' || family === 'feedback'))(
  'draws after $id follow its exact distribution',
  (definition) => {
    const use = useOf(definition, {}) as StepUse
    const pipeline = createPipeline([use])

    it.each([8192, 50257].flatMap((size) => shapes.map((shape) => [shape, size] as const)))(
      '%s, %i tokens',
      (shape, size) => {
        const input = Distribution.fromLogits(logitsOf(shape, size))
        const streams = randomStreams(20_260_101, size)
        const uniform = streams('draw')
        const state = pipeline.init(size)
        const after = (step: number) =>
          pipeline.run(input, state, { history: [], promptLength: 0, step, streams }).final
        const fixed = definition.isRandom ? undefined : after(0)
        // What a step with chance leaves, it leaves again wherever it leaves as much.
        const drawers = new Map<number, (u: number) => number>()
        const drawerOf = (output: Distribution) => {
          const drawAgain = drawers.get(output.size) ?? createDrawer(output)
          drawers.set(output.size, drawAgain)
          return drawAgain
        }
        const counts = new Map<number, number>()
        for (let step = 0; step < DRAWS[shape]; step++) {
          const u = uniform(step)
          const output = fixed ?? after(step)
          const token = drawerOf(output)(u)
          if (step < WALKS) expect(token).toBe(draw(output, u))
          counts.set(token, (counts.get(token) ?? 0) + 1)
        }
        const possible = outcomes(use, input)
        const exact = (id: number) =>
          possible.reduce((sum, [share, output]) => sum + share * output.probabilityOf(id), 0)
        const ids = Array.from({ length: input.size }, (_, rank) => input.id(rank)).filter(
          (id) => exact(id) > 0,
        )
        const seen = ids.map((id) => counts.get(id) ?? 0)
        expect(
          seen.reduce((sum, count) => sum + count, 0),
          'nothing outside the support',
        ).toBe(DRAWS[shape])
        const { statistic, degrees } = chiSquare(seen, ids.map(exact))
        if (degrees > 0) expect(statistic).toBeLessThan(criticalValue(degrees))
        else expect(statistic).toBeLessThan(1e-9)
      },
    )
  },
)
