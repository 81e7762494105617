import { expect, it } from 'vitest'
import { mostOf } from '../../../src/page/trials/settings.ts'
import { planTrials, readPrompts } from '../../../src/runs/trials/prompts.ts'

it('counts what runs make at most, by the lanes, samples and length of each line', () => {
  const lines = [
    'The sea',
    '{"prompt":"x","lanes":["greedy"]}',
    '{"prompt":"x","samples":4,"maxTokens":3}',
    '{"prompt":"x","lanes":"wrong"}',
    '{"prompt":"x","maxTokens":-2}',
  ]
  const shared = { lanes: ['sample', 'nucleus'], maxTokens: 10 }
  const most = (some: readonly string[]) => mostOf(planTrials(readPrompts(some.join('\n')), [1, 2], shared))
  expect(lines.map((line) => most([line]))).toEqual([
    { texts: 4, tokens: 40 },
    { texts: 2, tokens: 20 },
    { texts: 16, tokens: 48 },
    { texts: 0, tokens: 0 },
    { texts: 4, tokens: 0 },
  ])
  expect(most(lines)).toEqual({ texts: 26, tokens: 108 })
})
