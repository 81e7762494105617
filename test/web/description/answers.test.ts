import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { errorAnswer, openAiErrorAnswer } from '../../../src/web/description/answers/shared.ts'
import { openApi } from '../../../src/web/description/openapi.ts'
import { OPERATIONS, type Operation } from '../../../src/web/description/operations.ts'
import { openChatModel } from '../../models/chat-model.ts'
import { type RunningApp, startApp } from '../running-app.ts'

/** Real answers of every route, held against the schemas that describe them. */

let app: RunningApp
const { library, remove } = openChatModel()
beforeAll(async () => {
  app = await startApp(library)
})
afterAll(async () => {
  await app.close()
  remove()
})

interface Asked {
  readonly url?: string
  readonly body?: unknown
}

const PROMPT = 'The old man looked at the '
const run = { prompt: PROMPT, lanes: ['greedy', 'top-k:40+nucleus:0.9'], maxTokens: 3, seed: 1 }
const messages = [{ role: 'user', content: 'Hello' }]
const all = { max_tokens: 3, n: 2, seed: 1, logprobs: 2, return_token_ids: true }

/** What is asked of each route, by method and path: between them they bring out every part of an answer. */
const ASKED: Readonly<Record<string, readonly Asked[]>> = {
  'post /api/runs': [
    { body: run },
    { body: { ...run, trace: true, nucleus: true, heal: true, samples: 2 } },
    { body: { ...run, lanes: ['beam:width=2', 'contrastive'], trace: true } },
    { body: { ...run, lanes: ['ban-phrases:phrases=[a-m],match=regex', 'power'], maxTokens: 12 } },
    { body: { ...run, lanes: ['greedy@tiny-chat'], chat: true, model: 'tiny-chat' } },
  ],
  'post /api/lab': [
    { body: { lanes: ['nucleus:0.9'], draws: 5, seed: 1 } },
    { body: { lanes: ['top-k:2', 'nope'], shown: 5, logits: [1, '-Infinity', 0] } },
  ],
  'post /api/score': [
    { body: { text: 'The old man £ 5<|endoftext|>' } },
    { body: { tokens: [], lane: 'top-k:1' } },
    { body: { text: ' sea', prompt: 'The old man looked at the', lane: 'top-k:1' } },
  ],
  'post /api/match': [
    { body: { text: 'The old man looked at the sea.', like: 'top-k:40', lane: 'nucleus:0.9' } },
  ],
  'post /api/inspect': [
    {
      body: {
        prompt: PROMPT,
        lane: 'temperature:0.7+nucleus:0.9',
        seed: 1,
        tokens: [300],
        others: ['sample'],
      },
    },
    { body: { prompt: PROMPT, lane: 'beam:width=2', seed: 1, tokens: [300] } },
  ],
  'post /api/logits': [{ body: { texts: [{ prompt: [300, 301], rest: [302] }, { prompt: [1] }] } }],
  'post /api/vocabulary': [{ body: {} }],
  'get /api/environment': [{}],
  'get /api/strategies': [{}],
  'get /api/engines': [{ url: '?lane=temperature:0.7%2Bnucleus:0.9' }, { url: '?lane=top-a:0.2' }],
  'get /api/models': [{}],
  'get /api/models/usage': [{}],
  'post /api/models/{id}/download': [{ body: {} }],
  'delete /api/models/{id}/download': [{}],
  'post /v1/completions': [
    { body: { prompt: PROMPT, ...all, stop: ['e', 'a'] } },
    {
      body: { prompt: ['a', 'He paid £'], ...all, echo: true, logprobs_mode: 'both', logprob_token_ids: [0] },
    },
    { body: { prompt: PROMPT, max_tokens: 1, distribution: 'raw', heal: true } },
  ],
  'post /v1/chat/completions': [
    { body: { model: 'tiny-chat', messages, max_tokens: 3 } },
    { body: { model: 'tiny-chat', messages, max_tokens: 3, logprobs: true, top_logprobs: 3 } },
  ],
  'get /v1/models': [{}],
  'get /v1/models/{id}': [{}],
  'post /tokenize': [
    { body: { prompt: 'a £', return_token_strs: true } },
    { body: { content: 'a \u{1F989}', with_pieces: true } },
  ],
  'post /detokenize': [{ body: { tokens: [300] } }, { body: { tokens: [0, 200] } }],
  'get /tokenizer_info': [{}],
  'get /health': [{}],
  'get /healthz': [{}],
  'get /readyz': [{}],
  'get /openapi.json': [{}],
}

async function ask(method: string, path: string, { url = '', body }: Asked, accept = 'application/json') {
  const reply = await fetch(app.url + path.replace('{id}', 'books-13m') + url, {
    method: method.toUpperCase(),
    headers: { accept, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: reply.status, text: await reply.text() }
}

/** Everything of it is described: reading it by the schema leaves nothing out. */
function expectDescribed(schema: z.ZodType, answer: unknown): void {
  const { data, error } = schema.safeParse(answer)
  expect(error?.issues).toBeUndefined()
  expect(data).toEqual(answer)
}

const askedOf = ({ method, path }: Pick<Operation, 'method' | 'path'>) => ASKED[`${method} ${path}`] ?? []

describe('an answer is as it is described', () => {
  it.each(OPERATIONS.filter((one) => askedOf(one).length > 0))('$method $path', async (operation) => {
    const { method, path, schema, status = 200 } = operation
    for (const one of askedOf(operation)) {
      const { status: got, text } = await ask(method, path, one)
      expect([text.slice(0, 200), got]).toEqual([text.slice(0, 200), status])
      expectDescribed(schema!, JSON.parse(text))
    }
  })

  it.each(OPERATIONS.filter(({ event }) => event))('$method $path, as events', async (operation) => {
    const { method, path, event } = operation
    for (const { body } of askedOf(operation)) {
      const streamed = path.startsWith('/v1') ? { ...(body as object), stream: true } : body
      const { text } = await ask(method, path, { body: streamed }, 'text/event-stream')
      const events = [...text.matchAll(/^data: (\{.*)$/gm)].map(([, data]) => JSON.parse(data!))
      expect(events.length).toBeGreaterThan(1)
      for (const one of events) expectDescribed(event!, one)
    }
  })
})

it('every route that answers in JSON has a schema, and there is a question for it here', () => {
  const without = OPERATIONS.filter(({ schema, type, status }) => !schema && !type && status !== 204)
  expect(without).toEqual([])
  const unasked = OPERATIONS.filter((one) => askedOf(one).length === 0)
  expect(unasked.map(({ path }) => path)).toEqual(['/api/replay', '/api/models/{id}', '/metrics'])
})

it('a replay answers what is described', async () => {
  const result = JSON.parse((await ask('post', '/api/runs', { body: run })).text)
  const environment = JSON.parse((await ask('get', '/api/environment', {})).text)
  const { schema } = OPERATIONS.find(({ path }) => path === '/api/replay')!
  const file = { format: 'nucleus-run', version: 1, request: run, environment, result, branches: [] }
  expectDescribed(schema!, JSON.parse((await ask('post', '/api/replay', { body: file })).text))
  file.result.lanes[0].samples[0].tokens[1] = 7
  file.environment.node = 'another'
  expectDescribed(schema!, JSON.parse((await ask('post', '/api/replay', { body: file })).text))
})

it('errors are as they are described, below /api and below /v1', async () => {
  for (const body of [{}, { ...run, seed: -1 }, { ...run, lanes: ['nope'] }, 5]) {
    expectDescribed(errorAnswer, JSON.parse((await ask('post', '/api/runs', { body })).text))
  }
  for (const body of [{}, { prompt: 'a', n: 0 }, { prompt: 'a', model: 'none' }, 5]) {
    expectDescribed(openAiErrorAnswer, JSON.parse((await ask('post', '/v1/completions', { body })).text))
  }
})

it('the description names each answer once, and refers to nothing that is not there', () => {
  const text = JSON.stringify(openApi('1'))
  const names = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name!))
  const { schemas } = openApi('1').components
  expect(names.size).toBeGreaterThan(20)
  expect([...names].filter((name) => !(name in schemas))).toEqual([])
  expect(Object.keys(schemas).filter((name) => !names.has(name))).toEqual([])
  expect(text).not.toContain('__shared')
})
