import { describe, expect, it } from 'vitest'
import { parseRunRequest } from '../../../src/runs/request/request.ts'

const valid = { prompt: 'Once', lanes: ['nucleus:0.9'] }

describe('parseRunRequest', () => {
  it('fills in what was left out, and draws a seed that can be repeated', () => {
    const request = parseRunRequest(valid)
    expect(request).toMatchObject({
      prompt: 'Once',
      maxTokens: 100,
      samples: 1,
      trace: false,
      model: undefined,
    })
    expect(Number.isSafeInteger(request.seed)).toBe(true)
    expect(request.lanes.map(({ lane }) => lane)).toEqual(['nucleus:0.9'])
  })

  it.each([
    [null, 'Expected a JSON object with a prompt and lanes, got null.'],
    ['text', 'Expected a JSON object with a prompt and lanes, got "text".'],
    [{ ...valid, prompt: 5 }, 'prompt must be text, got 5.'],
    [{ lanes: ['greedy'] }, 'prompt must be text, got nothing.'],
    [{ prompt: 'x' }, 'lanes must be a list of chains, for example ["greedy", "nucleus:0.9"], got nothing.'],
    [
      { ...valid, lanes: [] },
      'lanes must name at least one chain, for example ["nucleus:0.9"], got a list of 0.',
    ],
    [{ ...valid, lanes: [1] }, 'A lane must be a chain, for example "nucleus:0.9", got 1.'],
    [{ ...valid, maxTokens: 10_000 }, 'maxTokens must be a whole number from 1 to 2,048, got 10000.'],
    [{ ...valid, maxTokens: 0 }, 'maxTokens must be a whole number from 1 to 2,048, got 0.'],
    [{ ...valid, maxTokens: '5' }, 'maxTokens must be a whole number from 1 to 2,048, got "5".'],
    [{ ...valid, seed: -1 }, 'seed must be a whole number from 0 to 9,007,199,254,740,991, got -1.'],
    [{ ...valid, seed: 1.5 }, 'seed must be a whole number from 0 to 9,007,199,254,740,991, got 1.5.'],
    [{ ...valid, samples: 33 }, 'samples must be a whole number from 1 to 32, got 33.'],
    [{ ...valid, top_p: 0.9 }, 'There is no option "top_p"; check its spelling or leave it out.'],
    [{ ...valid, max_tokens: 9 }, 'There is no option "max_tokens"; did you mean maxTokens?'],
    [{ lanes: ['greedy'], text: 'x' }, 'There is no option "text"; did you mean prompt?'],
    [JSON.parse('{"prompt":"x","lanes":["greedy"],"__proto__":1}'), 'There is no option "__proto__"'],
    [{ ...valid, lanes: { 0: 'greedy' } }, 'lanes must be a list of chains'],
    [{ ...valid, lanes: ['greedy', 'own:logit'] }, 'A step of your own is computed in your browser'],
    [
      { ...valid, lanes: ['nucleus:7'] },
      'Nucleus p: expected a share of the mass from 0 to 1 (1 is off), got 7.',
    ],
  ])('refuses %j in one sentence', (input, message) => {
    expect(() => parseRunRequest(input)).toThrow(message)
  })
})
