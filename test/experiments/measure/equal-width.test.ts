import { describe, expect, it } from 'vitest'
import { measureLevels } from '../../../src/experiments/measure/matched-steps.ts'
import { beginningsOf, sentencesOf, unseenShare } from '../../../src/experiments/measure/sentence-tree.ts'
import { randomStreams } from '../../../src/sampling/random.ts'
import { fakeModel } from '../../fakes/fake-model.ts'

const resample = () => randomStreams(1, 0)('bootstrap')

describe('beginnings of sentences', () => {
  it('are cut at marks before a capital, quotes included; headings in small letters are no sentences', () => {
    const text = 'He came. "Who is it?" She knew Mr. Hall.\nchapter one\n"No," he said. (Then) it rained!'
    expect(sentencesOf([text])).toEqual([
      'He came.',
      '"Who is it?"',
      'She knew Mr.',
      'Hall.',
      '"No," he said. (Then) it rained!',
    ])
  })

  it('count what came next, and how much was seen once', () => {
    const model = fakeModel({ vocabularySize: 60 })
    const documents = ['Abc. Abd. Abd. Acd. Bcd.']
    const { sentences, beginnings } = beginningsOf(model, documents, 3)
    expect(sentences).toBe(5)
    const [start, a, ab] = beginnings
    expect([start!.tokens, start!.sentences, [...start!.next.values()]]).toEqual([[], 5, [4, 1]])
    expect([a!.sentences, [...a!.next.values()]]).toEqual([4, [3, 1]])
    expect([ab!.tokens.length, [...ab!.next.values()]]).toEqual([2, [1, 2]])
    expect(beginnings).toHaveLength(3)
    expect(unseenShare(a!)).toBe(0.25)
  })
})

describe('steps at equal width', () => {
  const logits = (place: number) =>
    Float32Array.from({ length: 40 }, (_, id) => Math.sin(id * (place + 2)) * (1 + place))
  const groups = Array.from({ length: 6 }, (_, group) =>
    [0, 1].map((one) => ({
      logits: logits(2 * group + one),
      next: new Map([
        [group, 3],
        [one + 20, 1],
      ]),
    })),
  )

  it('are as wide as the nucleus they are held against, and judged against what people wrote', async () => {
    const levels = await measureLevels(groups, resample(), true)
    expect(levels.map(({ like }) => like)).toEqual([
      'nucleus:0.5',
      'nucleus:0.8',
      'nucleus:0.9',
      'nucleus:0.95',
      // These have no number, and are compared at their own width.
      'conformal-nucleus:0.9',
      'p-less',
    ])
    for (const { width, steps } of levels) {
      expect(steps.length).toBeGreaterThan(9)
      const own = steps.find(({ step }) => step === 'nucleus')!
      expect(own.gain).toEqual({ value: 0, low: 0, high: 0 })
      const floored = steps.find(({ step }) => step === 'epsilon')!
      expect(Math.abs(floored.width / width - 1)).toBeLessThan(0.1)
      for (const { recall, gain, risk } of steps) {
        expect(gain.value).toBeCloseTo(recall.value! - own.recall.value!, 12)
        expect(recall.low!).toBeLessThanOrEqual(recall.value!)
        expect(recall.high!).toBeGreaterThanOrEqual(recall.value!)
        expect(risk!.value).toBeGreaterThanOrEqual(0)
      }
    }
    // By hand: what the first level's nucleus keeps of the first place.
    const kept = (place: number) => {
      const weights = [...logits(place)].map((logit, id) => ({ id, weight: Math.exp(logit) }))
      weights.sort((a, b) => b.weight - a.weight || a.id - b.id)
      const total = weights.reduce((sum, { weight }) => sum + weight, 0)
      const ids = new Set<number>()
      let mass = 0
      for (const { id, weight } of weights) {
        if (mass >= 0.5 * total) break
        ids.add(id)
        mass += weight
      }
      return ids
    }
    const shares = groups.flatMap((group, index) =>
      group.map((_, one) => {
        const ids = kept(2 * index + one)
        return ((ids.has(index) ? 3 : 0) + (ids.has(one + 20) ? 1 : 0)) / 4
      }),
    )
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
    expect(levels[0]!.steps.find(({ step }) => step === 'nucleus')!.recall.value).toBeCloseTo(mean, 12)
  })
})
