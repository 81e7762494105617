import { describe, expect, it } from 'vitest'
import { toJson } from '../../../src/runs/json.ts'
import { runLab } from '../../../src/runs/lab/lab.ts'

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

describe('the seed demo', () => {
  const { tokens, lanes } = runLab({ lanes: ['nucleus:p=0.9'], draws: 5, seed: 42 })
  const [lane] = lanes
  const kept = lane!.candidates.filter((candidate) => candidate.kept)

  it('keeps cat, dog, bird and fish at p = 0.9', () => {
    expect(kept.map(({ token }) => token)).toEqual(['cat', 'dog', 'bird', 'fish'])
    expect(lane!.steps).toEqual([{ step: 'nucleus:0.9', kept: 4 }])
  })

  it('renormalises by their mass', () => {
    const weights = [2.4, 1.8, 0.5, 0.2].map(Math.exp)
    for (const [index, { probability }] of kept.entries()) {
      expect(probability).toBeCloseTo(weights[index]! / sum(weights), 12)
    }
    expect(lane!.mass).toBeCloseTo(sum(kept.map(({ raw }) => raw)), 12)
    expect(sum(lane!.candidates.map(({ raw }) => raw))).toBeCloseTo(1, 12)
  })

  it('draws five times inside the nucleus, the same five for the same seed', () => {
    expect(lane!.draws).toHaveLength(5)
    expect(lane!.draws.every((id) => id < 4)).toBe(true)
    expect(sum(lane!.counts)).toBe(5)
    expect(runLab({ lanes: ['nucleus:0.9'], draws: 5, seed: 42 }).lanes[0]!.draws).toEqual(lane!.draws)
    expect(tokens).toHaveLength(6)
  })
})

describe('runLab', () => {
  it('refuses what would compute for hours or send gigabytes, with the sum, before it starts', () => {
    const logits = Array.from({ length: 50_000 }, (_, index) => index % 7)
    const start = performance.now()
    expect(() => runLab({ logits, lanes: ['nucleus:0.9', 'xtc'], draws: 1_000_000 })).toThrow(
      /^2 lanes of 50,000 words with 1,000,000 draws compute 100,000,200,000 probabilities, .* ask for fewer draws or words\.$/,
    )
    const lanes = Array.from({ length: 12 }, () => 'sample')
    expect(() => runLab({ logits: [...logits, ...logits], lanes, draws: 1_000_000 })).toThrow(
      /^The reply would be about \d+ MB \(12 lanes x 100,000 words and 1,000,000 draws\), and 256 MB are sent at most/,
    )
    expect(performance.now() - start).toBeLessThan(2000)
    expect(
      runLab({ logits, lanes: ['nucleus:0.9'], draws: 1_000_000, shown: 5 }).lanes[0]!.draws,
    ).toHaveLength(1_000_000)
  })

  it('lists every token in rank order with the step that removed it', () => {
    const { lanes } = runLab({ logits: [0, '-Infinity', 3, 2], lanes: ['top-k:2+min-p:0.5'] })
    expect(lanes[0]!.candidates.map(({ id, kept, removedBy }) => [id, kept, removedBy])).toEqual([
      [2, true, null],
      [3, false, 'min-p:0.5'],
      [0, false, 'top-k:2'],
      [1, false, null],
    ])
    expect(toJson(lanes[0]!.candidates[3])).toContain('"logit":"-Infinity"')
  })

  it('lets greedy leave one token and draw nothing else', () => {
    const { lanes } = runLab({ lanes: ['greedy'], draws: 3, seed: 1 })
    expect(lanes[0]!.steps).toEqual([{ step: 'greedy', kept: 1 }])
    expect(lanes[0]!.draws).toEqual([0, 0, 0])
  })

  it.each([
    [{ lanes: ['nucleus:0.9'], logits: [] }, 'logits must hold at least one number, got a list of 0.'],
    [{ lanes: ['nucleus:0.9'], logits: [1, 'x'] }, 'A logit must be a number or "-Infinity", got "x".'],
    [
      { lanes: ['nucleus:0.9'], logits: [1, 2], tokens: ['a'] },
      'Expected one token a logit, got 1 tokens and 2 logits.',
    ],
    [{ lanes: ['nucleus:0.9'], history: [6] }, 'history names token 6, but the vocabulary ends at 5.'],
    [
      { lanes: ['nucleus:0.9'], logits: ['-Infinity', '-Infinity'] },
      'Every logit is -Infinity, so no token can be drawn; give at least one of them a number.',
    ],
    [{ lanes: ['nucleus:0.9'], logits: [1, 'NaN'] }, 'A logit must be a number or "-Infinity", got "NaN".'],
    [{ lanes: ['nucleus:0.9'], logits: [1, 'Infinity'] }, /or "-Infinity", got "Infinity"\./],
    [{ lanes: ['nucleus:0.9'], logits: [1, Number.POSITIVE_INFINITY] }, /or "-Infinity", got Infinity\./],
    [{ lanes: ['nucleus:0.9'], draws: -1 }, 'draws must be a whole number from 0 to 1,000,000, got -1.'],
  ])('refuses %j in one sentence', (input, message) => {
    expect(() => runLab(input)).toThrow(message)
  })
})
