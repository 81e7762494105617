import fc from 'fast-check'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { runLab } from '../../../src/runs/lab/lab.ts'
import type { StepView } from '../../../src/runs/lab/step-view.ts'
import { steps } from '../../../src/strategies/registry.ts'

/** A step of one's own is computed in a browser's worker only. */
vi.stubGlobal('WorkerGlobalScope', class {})
afterAll(() => vi.unstubAllGlobals())

const viewOf = (lane: string, logits: readonly number[], shown = 50): StepView => {
  const tokens = logits.map((_, id) => `w${id}`)
  const [result] = runLab({ lanes: [lane], logits, tokens, history: [0, 1, 0], seed: 1, shown }).lanes
  expect(result!.error).toBeUndefined()
  return result!.drawing!.views[0]!
}

/** Quarters, so that no logit lies within rounding of a threshold but where it ties. */
const rows = fc.array(
  fc.integer({ min: -32, max: 32 }).map((quarters) => quarters / 4),
  {
    minLength: 3,
    maxLength: 30,
  },
)
const isKept = ({ words }: StepView) => words.map(({ state }) => state === 'kept')

/** What a person would read off the plot. */
function readOff({ cut, words }: StepView): boolean[] | undefined {
  if (cut.kind === 'rank' || cut.kind === 'stairs') return words.map((_, place) => place < cut.after)
  if (cut.kind === 'floor')
    return words.map(({ before }, place) => place === 0 || before >= cut.value * (1 - 1e-9))
  if (cut.kind === 'logit') return cut.logits.map((logit) => logit !== null && logit >= cut.floor - 1e-9)
  return undefined
}

describe('the geometry of a cut', () => {
  const drawn = steps.filter(({ amateur }) => !amateur)
  it.each(drawn.map(({ id }) => id))('%s: what is drawn as kept is what the step kept', (id) => {
    fc.assert(
      fc.property(rows, (logits) => {
        const view = viewOf(id, logits)
        const expected = readOff(view)
        if (expected) expect(isKept(view)).toEqual(expected)
        else expect(['outline', 'ceiling']).toContain(view.cut.kind)
      }),
      { seed: 7, numRuns: 40 },
    )
  })

  it.each(['nucleus', 'typical'])('%s: the staircase meets the line at the last word kept', (id) => {
    fc.assert(
      fc.property(rows, (logits) => {
        const { cut } = viewOf(`${id}:0.8`, logits)
        if (cut.kind !== 'stairs') throw new Error(`expected stairs, got ${cut.kind}`)
        expect(cut.heights[cut.after - 1]!).toBeGreaterThanOrEqual(0.8 - 1e-9)
        if (cut.after > 1) expect(cut.heights[cut.after - 2]!).toBeLessThan(0.8)
        expect(cut.crossing?.height).toBeCloseTo(cut.heights[cut.after - 1]!, 9)
      }),
      { seed: 7, numRuns: 40 },
    )
  })

  it('stays below the budget of entropy and below the share of curvature', () => {
    for (const lane of ['top-h:0.4', 'tail-free:0.9']) {
      const { cut } = viewOf(lane, [3, 2.5, 1, 0, -1, -2])
      if (cut.kind !== 'stairs') throw new Error(`expected stairs, got ${cut.kind}`)
      expect(cut.heights[cut.after - 1]!).toBeLessThanOrEqual(cut.goal + 1e-9)
      expect(cut.heights[cut.after]!).toBeGreaterThan(cut.goal)
      expect(cut.heights.at(-1)).toBeCloseTo(1, 9)
    }
  })
})

describe('the staircase of tail-free', () => {
  it('climbs in equal steps where the curve counts as straight, as the step itself counts', () => {
    const { cut } = viewOf('tail-free:0.5', [0, 0, 0, 0, 0])
    if (cut.kind !== 'stairs') throw new Error(`expected stairs, got ${cut.kind}`)
    expect(cut.after).toBe(1)
    expect(cut.heights).toEqual([1 / 3, 2 / 3, 1, 1, 1].map((height) => expect.closeTo(height, 12)))
  })
})

describe('folding', () => {
  const logits = Array.from({ length: 5000 }, (_, id) => -id / 2000)
  const view = viewOf('nucleus:0.9', logits, 20)
  const [lane] = runLab({ lanes: ['nucleus:0.9'], logits, draws: 100, seed: 1, shown: 20 }).lanes

  it('draws twenty words and folds the rest without losing mass', () => {
    expect(view.words).toHaveLength(20)
    expect(view.folds.at(0)!.from).toBe(20)
    expect(view.folds.at(-1)!.to).toBe(5000)
    const mass = [...view.words, ...view.folds].reduce((sum, { before }) => sum + before, 0)
    expect(mass).toBeCloseTo(1, 9)
    const kept = view.folds.reduce((sum, fold) => sum + fold.kept, 20)
    expect(kept).toBe(view.kept)
  })

  it('lists what is shown and counts what is not', () => {
    expect(lane!.candidates).toHaveLength(20)
    const { counts, rest } = lane!.drawing!
    const drawn = counts!.reduce((sum, { count }) => sum + count, rest!.count)
    expect(drawn).toBe(100)
  })
})

describe('a lane among others', () => {
  it('fails alone, with the sentence it would have failed with', () => {
    const { lanes } = runLab({ lanes: ['nucleus:0.9', 'nucleus:2', 'beam'], shown: 10, seed: 1 })
    expect(lanes.map(({ error }) => error?.code)).toEqual([undefined, 'bad-chain', 'lane-unsupported'])
    expect(lanes[1]!.error!.message).toBe(
      'Nucleus p: expected a share of the mass from 0 to 1 (1 is off), got 2.',
    )
    expect(() => runLab({ lanes: ['nucleus:2'] })).toThrow(lanes[1]!.error!.message)
  })

  it('has a name in words and a view of every step', () => {
    const { lanes } = runLab({
      lanes: ['temperature:0.7+top-k:0+nucleus:0.9', 'sample', 'greedy'],
      shown: 9,
      seed: 1,
    })
    expect(lanes.map(({ drawing }) => drawing!.title)).toEqual([
      'Temperature 0.7, Nucleus 0.9',
      'Pure sampling',
      'Greedy',
    ])
    expect(lanes[0]!.drawing!.views.map(({ step, isOff }) => [step, isOff])).toEqual([
      ['temperature:0.7', false],
      ['top-k:0', true],
      ['nucleus:0.9', false],
    ])
  })

  it('expects no counts where a step draws by chance itself', () => {
    const { lanes } = runLab({ lanes: ['xtc', 'nucleus:0.9'], draws: 50, shown: 9, seed: 1 })
    expect(lanes[0]!.drawing!.counts).toBeNull()
    expect(lanes[1]!.drawing!.counts).toHaveLength(6)
  })
})
