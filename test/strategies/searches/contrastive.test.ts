import { describe, expect, it } from 'vitest'
import { Distribution } from '../../../src/sampling/distribution.ts'
import {
  type ContrastiveRecord,
  directionOf,
  scoreCandidate,
} from '../../../src/strategies/searches/contrastive-score.ts'
import { fakeModel } from '../../fakes/fake-model.ts'
import { laneDecoder, runLane } from '../../fakes/lane.ts'
import reference from '../../reference/searches/contrastive.json' with { type: 'json' }

const PROMPT = [3, 1, 2]

describe('contrastive score', () => {
  it.each(reference.cases)(
    'contrastive.json, alpha $alpha',
    ({ alpha, context, candidates, ...expected }) => {
      const directions = context.map(directionOf)
      const scores = candidates.map(({ p, h }, token) => {
        return scoreCandidate(token, p, directionOf(h), directions, alpha).score
      })
      for (const [i, score] of scores.entries()) expect(score).toBeCloseTo(expected.scores[i]!, 6)
      expect(scores.indexOf(Math.max(...scores))).toBe(expected.selected)
    },
  )

  it('of a zero vector pays nothing', () => {
    expect(scoreCandidate(0, 0.5, directionOf([0, 0]), [directionOf([1, 0])], 0.5).score).toBe(0.25)
  })
})

/** Contrastive search as the paper states it, asking the fake model directly. */
function bySpecification(k: number, alpha: number, maxTokens: number): number[] {
  const model = fakeModel()
  const norm = (v: Float32Array) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0))
  const cosine = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, x, i) => sum + x * b[i]!, 0) / norm(a) / norm(b)
  const history = [...PROMPT]
  while (history.length < PROMPT.length + maxTokens) {
    const context = history.map((_, i) => model.hiddenAfter(history.slice(0, i + 1)))
    const p = Distribution.fromLogits(model.logitsAfter(history))
    const vocabulary = Array.from({ length: model.info.vocabularySize }, (_, id) => id)
    const top = vocabulary.sort((a, b) => p.probabilityOf(b) - p.probabilityOf(a)).slice(0, k)
    const scored = top.map((token) => {
      const hidden = model.hiddenAfter([...history, token])
      const penalty = Math.max(...context.map((other) => cosine(hidden, other)))
      return { token, score: (1 - alpha) * p.probabilityOf(token) - alpha * penalty }
    })
    const winner = scored.reduce((best, one) => (one.score > best.score ? one : best))
    history.push(winner.token)
    if (winner.token === 0) break
  }
  return history.slice(PROMPT.length)
}

describe('contrastive search', () => {
  it.each(['contrastive:k=1', 'contrastive:k=4,alpha=0'])('%s is greedy', async (chain) => {
    for (const prompt of [[1], [2, 5], [3, 1, 2]]) {
      const greedy = await runLane(fakeModel(), 'greedy', { prompt, maxTokens: 10 })
      const lane = await runLane(fakeModel(), chain, { prompt, maxTokens: 10 })
      expect({ tokens: lane.tokens, steps: lane.steps, stop: lane.stop }).toEqual(greedy)
    }
  })

  it.each([
    [2, 0.3],
    [4, 0.6],
    [8, 0.9],
    [3, 1],
  ])('k=%d, alpha=%d follows its definition', async (k, alpha) => {
    const { tokens } = await runLane(fakeModel(), `contrastive:k=${k},alpha=${alpha}`, { maxTokens: 12 })
    expect(tokens).toEqual(bySpecification(k, alpha, 12))
  })

  it('takes one forward of k rows a token, the last one included', async () => {
    const model = fakeModel({ endOfText: [] })
    await runLane(model, 'contrastive:k=3', { maxTokens: 5 })
    expect(model.counts.rows).toEqual([3, 3, 3, 3, 3])
  })

  it('fills the context to its last place', async () => {
    const model = fakeModel({ endOfText: [], contextLength: 7 })
    const { tokens, stop } = await runLane(model, 'contrastive:k=3', { maxTokens: 20 })
    expect({ length: tokens.length, stop }).toEqual({ length: 4, stop: 'context' })
  })

  it('offers no token that the chain removed', async () => {
    const { search } = await runLane(fakeModel(), 'top-k:2+contrastive:k=4', { trace: true })
    const { steps } = search as ContrastiveRecord
    expect(steps.length).toBeGreaterThan(0)
    for (const choices of steps) {
      expect(choices.length).toBe(2)
      expect(choices[0]!.probability + choices[1]!.probability).toBeCloseTo(1, 12)
    }
  })

  it('reports it when hidden states are not numbers', () => {
    const model = fakeModel()
    const decoder = laneDecoder(model, 'contrastive:k=2')
    const logits = model.logitsAfter(PROMPT)
    expect(decoder([{ logits, hidden: [Float32Array.of(1, 0)] }])).toHaveProperty('children')
    const broken = { logits, hidden: [Float32Array.of(NaN, 0)] }
    expect(decoder([broken, broken])).toMatchObject({ stop: 'error', tokens: [] })
  })
})
