import { describe, expect, it } from 'vitest'
import { cutOpenings } from '../../../src/experiments/harness/openings.ts'
import { fullSetting } from '../../../src/experiments/harness/settings.ts'
import { measureHuman, splitDocuments, spread } from '../../../src/experiments/measure/human.ts'
import { randomStreams } from '../../../src/sampling/random.ts'
import { fakeModel } from '../../fakes/fake-model.ts'

describe('human text', () => {
  it('is split at end-of-text marks; what is between two of them may be empty', () => {
    expect(splitDocuments('\na b\n<|endoftext|>\n\n<|endoftext|>c\n<|endoftext|>\n')).toEqual(['a b', 'c'])
  })

  it('is taken from all over the documents', () => {
    const items = Array.from({ length: 111 }, (_, index) => index)
    for (const count of [1, 2, 16, 50, 110, 111, 200]) {
      const some = spread(items, count)
      expect(some).toHaveLength(Math.min(count, 111))
      expect(new Set(some).size).toBe(some.length)
      const gaps = some.slice(1).map((item, index) => item - some[index]!)
      if (gaps.length > 0) expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1)
    }
  })

  it('is scored as the openings are continued: the first tokens are context', async () => {
    const model = fakeModel()
    const documents = ['abcabcabc', 'ab', 'cbacbacba']
    const setting = { ...fullSetting, contextTokens: 3, maxTokens: 4, prompts: 5, fewerPrompts: 5 }
    const units = new Map<string, unknown>()
    const human = await measureHuman(
      model,
      documents,
      setting,
      async (name, compute) => {
        const value = await compute()
        units.set(name, value)
        return value
      },
      randomStreams(1, 0)('bootstrap'),
    )
    expect([human.passages, human.tokens, units.size]).toEqual([2, 8, 2])
    const logprobs = ['abcabcabc', 'cbacbacba'].flatMap((document) => {
      const tokens = model.encode(document)
      return [3, 4, 5, 6].map((place) => {
        const weights = model.logitsAfter(tokens.slice(0, place)).map(Math.exp)
        return Math.log(weights[tokens[place]!]! / weights.reduce((sum, one) => sum + one, 0))
      })
    })
    const mean = logprobs.reduce((sum, one) => sum + one, 0) / 8
    expect(human.measures.perplexity!.value).toBeCloseTo(Math.exp(-mean), 3)
    expect(human.series).toHaveLength(4)
    expect(human.series[0]).toBeCloseTo(Math.exp(logprobs[0]!), 4)
  })

  it('must be long enough', async () => {
    const setting = { ...fullSetting, contextTokens: 3, maxTokens: 4 }
    const measure = measureHuman(
      fakeModel(),
      ['abcabca', 'abc'],
      setting,
      (_, compute) => compute(),
      () => 0.5,
    )
    await expect(measure).rejects.toThrow(
      'Expected at least two documents of 7 tokens in the human text, got 1',
    )
  })
})

describe('openings', () => {
  it('are cut to the same number of tokens; those too short are left out', () => {
    expect(cutOpenings(fakeModel(), ['abcd', 'ab', 'cba'], 3)).toEqual([
      { text: 'abc', tokens: [1, 2, 3] },
      { text: 'cba', tokens: [3, 2, 1] },
    ])
  })
})
