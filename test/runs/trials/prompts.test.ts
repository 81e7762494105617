import { describe, expect, it } from 'vitest'
import { parseRunRequest } from '../../../src/runs/request/request.ts'
import { planTrials, readPrompts, readSeeds } from '../../../src/runs/trials/prompts.ts'

const FILE = 'Once upon a time\r\n\n{"prompt":"She","maxTokens":5}\n{ not JSON\n{"other\n'

describe('a file of prompts', () => {
  it('is texts and JSON objects, one a line', () => {
    expect(readPrompts(FILE)).toEqual([
      { number: 1, prompt: 'Once upon a time', own: {} },
      { number: 3, prompt: 'She', own: { maxTokens: 5 } },
      { number: 4, prompt: '{ not JSON', own: {} },
      { number: 5, prompt: '{"other', own: {} },
    ])
    expect(() => readPrompts(' \n\n')).toThrow('Expected a file with a prompt a line, got an empty one.')
  })

  it('refuses an object without a text to continue, with its line', () => {
    expect(() => readPrompts('Once\n\n {"prompt":1}')).toThrow(
      'Line 3: expected a JSON object whose "prompt" is a text, or a line of text, got {"prompt":1}.',
    )
    expect(() => readPrompts('{"other":1}')).toThrow(/^Line 1: expected/)
  })

  it('meets every seed, and no two prompts share random numbers', () => {
    const planned = planTrials(readPrompts(FILE), [1, 2], { lanes: ['sample'], maxTokens: 9 })
    const requests = planned.map(({ fields }) => parseRunRequest(fields))
    expect(planned.map(({ prompt }) => prompt)).toEqual([0, 0, 1, 1, 2, 2, 3, 3])
    expect(requests.map(({ seed }) => seed)).toEqual([1000, 2000, 1001, 2001, 1002, 2002, 1003, 2003])
    expect(requests.map(({ maxTokens }) => maxTokens)).toEqual([9, 9, 5, 5, 9, 9, 9, 9])
    const many = planTrials(
      Array.from({ length: 1500 }, (_, number) => ({ number, prompt: 'x', own: {} })),
      [1, 2],
      { lanes: ['sample'] },
    )
    expect(new Set(many.map(({ fields }) => fields.seed)).size).toBe(3000)
  })

  it('keeps a seed of a line’s own, once', () => {
    const lines = readPrompts('{"prompt":"a","seed":7}\n')
    expect(planTrials(lines, [1, 2], { lanes: ['sample'] }).map(({ fields }) => fields.seed)).toEqual([7])
    expect(planTrials(readPrompts('a\n'), undefined, { seed: 3, lanes: ['sample'] })[0]!.fields.seed).toBe(3)
  })

  it('refuses seeds that are none, and more runs than anybody waits for', () => {
    expect(readSeeds('1, 2,30')).toEqual([1, 2, 30])
    for (const written of ['', '1,,2', '1.5', '-1', 'x'])
      expect(() => readSeeds(written)).toThrow(/Expected seeds as whole numbers from 0/)
    expect(() => readSeeds('3,1,2,1')).toThrow('Expected different seeds, got 1 more than once')
    const lines = readPrompts('a\nb\n')
    const most = Math.floor((Number.MAX_SAFE_INTEGER - 2) / 1000)
    expect(planTrials(lines, [most], {})).toHaveLength(2)
    expect(() => planTrials(lines, [1, most + 1], {})).toThrow(
      'A seed of 2 prompts may be at most 9,007,199,254,740, got 9,007,199,254,741',
    )
    expect(() =>
      planTrials(
        lines,
        Array.from({ length: 60_000 }, (_, seed) => seed),
        {},
      ),
    ).toThrow(/2 prompts with 60,000 seeds are 120,000 runs, and 100,000 are the most/)
  })
})
