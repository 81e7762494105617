import { describe, expect, it } from 'vitest'
import { type MeasuredText, measureTexts } from '../../../src/experiments/measure/measures.ts'
import { selfBleu } from '../../../src/metrics/self-bleu.ts'
import { randomStreams } from '../../../src/sampling/random.ts'

const text = (prompt: string, seed: number, tokens: number[], logprob: number): MeasuredText => ({
  prompt,
  seed,
  record: { tokens, logprobs: tokens.map(() => logprob), endOfText: false },
})

const measure = (texts: readonly MeasuredText[], comparable = 10) =>
  measureTexts(texts, comparable, randomStreams(1, 0)('bootstrap'))

describe('measureTexts', () => {
  it('pools perplexity over tokens, with an interval over prompts', () => {
    const { perplexity } = measure([text('a', 1, [1, 2, 3], -1), text('b', 1, [1], -5)])
    expect(perplexity!.value).toBeCloseTo(Math.exp(2), 12)
    expect([perplexity!.low, perplexity!.high]).toEqual([Math.exp(1), Math.exp(5)])
  })

  it('takes self-BLEU among the texts of one seed, on the first prompts only', () => {
    const texts = [
      text('a', 1, [1, 2, 3, 4, 5], -1),
      text('b', 1, [1, 2, 3, 4, 6], -1),
      text('c', 1, [7, 7, 7, 7, 7], -1),
      text('a', 2, [1, 2, 3, 4, 5], -1),
      text('b', 2, [5, 4, 3, 2, 1], -1),
    ]
    const expected = [texts.slice(0, 2), texts.slice(3)].map(
      (some) =>
        selfBleu(
          some.map(({ record }) => record.tokens),
          4,
        )!,
    )
    expect(measure(texts, 2)['self-bleu-4']!.value).toBeCloseTo((expected[0]! + expected[1]!) / 2, 12)
  })

  it('resamples all texts of a prompt together', () => {
    const loop = [1, 2, 1, 2, 1, 2]
    const texts = [1, 2].flatMap((seed) => [
      text('a', seed, loop, -1),
      text('b', seed, [1, 2, 3, 4, 5, 6], -1),
    ])
    const repetition = measure(texts)['repetition-paper']!
    expect(repetition).toMatchObject({ value: 0.5, low: 0, high: 1 })
  })
})
