import { describe, expect, it } from 'vitest'
import { parseInspectRequest } from '../../../src/runs/inspect/request.ts'
import { LIMITS } from '../../../src/runs/request/limits.ts'
import { parseRunRequest } from '../../../src/runs/request/request.ts'
import { parseScoreRequest } from '../../../src/runs/score/request.ts'
import { BODY_LIMITS, MOST_PARTS } from '../../../src/web/http/body.ts'
import { checkShape } from '../../../src/web/http/json-shape.ts'
import { parseChat } from '../../../src/web/openai/chat-request.ts'
import { parseCompletion } from '../../../src/web/openai/completion-request.ts'

/** A request as a client writes it that escapes every character of its texts. */
const escaped = (request: object): string =>
  JSON.stringify(request).replaceAll('€', '\\u20ac').replaceAll('x', '\\u0078')

const longest = '€'.repeat(LIMITS.prompt)
const MANY = Number.MAX_SAFE_INTEGER
const ids = (count: number, id = 2 ** 31 - 1) => Array.from({ length: count }, () => id)
const lanes = Array.from({ length: LIMITS.lanes }, () => `nucleus:0.9${'0'.repeat(900)}`)

describe('the largest requests there can be', () => {
  it.each([
    [
      'a run',
      parseRunRequest,
      { prompt: longest, insert: longest, lanes, prefix: ids(LIMITS.scoreTokens, MANY) },
    ],
    ['a score', parseScoreRequest, { tokens: ids(LIMITS.scoreTokens, MANY), prompt: longest }],
    [
      'an inspection',
      parseInspectRequest,
      { prompt: longest, lane: 'sample', seed: 1, tokens: ids(LIMITS.maxTokens, MANY), others: ['sample'] },
    ],
    [
      'a completion',
      parseCompletion,
      {
        prompt: Array.from({ length: 4 }, () => longest),
        stop: Array.from({ length: 256 }, () => '€'.repeat(1000)),
        logit_bias: Object.fromEntries(Array.from({ length: 10_000 }, (_, id) => [id, -1.2345678901234567])),
      },
    ],
    ['a completion of tokens', parseCompletion, { prompt: ids(LIMITS.prompt) }],
    ['a chat', parseChat, { messages: [{ role: 'user', content: longest }] }],
  ])('%s is read, with every character escaped', (_, parse, request) => {
    const body = escaped(request)
    expect(body.length).toBeLessThanOrEqual(BODY_LIMITS.json)
    expect(() => parse(JSON.parse(body))).not.toThrow()
    expect(() => checkShape(Buffer.from(body), 'utf-8', MOST_PARTS.json)).not.toThrow()
  })

  it.each([
    ['several prompts', { prompt: Array.from({ length: 5 }, () => longest) }],
    ['prompts in tokens', { prompt: Array.from({ length: 5 }, () => ids(LIMITS.prompt)) }],
  ])('%s have a limit together', (_, request) => {
    expect(() => parseCompletion(request)).toThrow(/prompt may be 400,000/)
  })
})
