import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openChatModel } from '../../models/chat-model.ts'
import { type RunningApp, startApp } from '../running-app.ts'

const { library, remove } = openChatModel()
let app: RunningApp
beforeAll(async () => {
  app = await startApp(library)
})
afterAll(async () => {
  await app.close()
  remove()
})

const post = (body: object, path = '/v1/chat/completions') =>
  fetch(app.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'tiny-chat', ...body }),
  })
const MESSAGES = [{ role: 'user', content: 'Say hello.' }]
/** What the template writes of them. */
const WRITTEN =
  '<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging ' +
  'Face<|im_end|>\n<|im_start|>user\nSay hello.<|im_end|>\n<|im_start|>assistant\n'

describe('POST /v1/chat/completions', () => {
  it('continues the conversation as the model’s own template writes it', async () => {
    const asked = { seed: 5, max_tokens: 8, temperature: 0.7 }
    const reply = await (await post({ ...asked, messages: MESSAGES })).json()
    const same = await (await post({ ...asked, prompt: WRITTEN }, '/v1/completions')).json()
    expect(reply).toEqual({
      id: expect.stringMatching(/^chatcmpl-/),
      object: 'chat.completion',
      created: expect.any(Number),
      model: 'tiny-chat',
      seed: 5,
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: same.choices[0].text, refusal: null },
          logprobs: null,
          finish_reason: 'length',
        },
      ],
      usage: same.usage,
    })
    const tokens = await (await post({ messages: MESSAGES }, '/tokenize')).json()
    expect(tokens.count).toBe(reply.usage.prompt_tokens)
  })

  it('streams the same, the role first', async () => {
    const asked = { seed: 5, max_tokens: 8, messages: MESSAGES }
    const whole = await (await post(asked)).json()
    const reply = await post({ ...asked, stream: true, stream_options: { include_usage: true } })
    const events = (await reply.text()).trim().split('\n\n')
    expect(events.pop()).toBe('data: [DONE]')
    const chunks = events.map((event) => JSON.parse(event.slice('data: '.length)))
    expect(chunks.pop()).toMatchObject({ choices: [], usage: whole.usage })
    expect(chunks[0]).toMatchObject({
      object: 'chat.completion.chunk',
      choices: [{ delta: { role: 'assistant' } }],
    })
    expect(chunks.map(({ choices }) => choices[0].delta.content).join('')).toBe(
      whole.choices[0].message.content,
    )
    expect(chunks.at(-1).choices[0].finish_reason).toBe('length')
  })

  it('lists log-probabilities with the bytes of each token', async () => {
    const asked = { seed: 5, max_tokens: 6, messages: MESSAGES, logprobs: true, top_logprobs: 3 }
    const [choice] = (await (await post(asked)).json()).choices
    const { content } = choice.logprobs
    const text = Buffer.from(content.flatMap(({ bytes }: { bytes: number[] }) => bytes)).toString()
    expect(text).toBe(choice.message.content)
    for (const { top_logprobs: top } of content) {
      expect(top).toHaveLength(3)
      expect(top[0].logprob).toBeGreaterThanOrEqual(top[1].logprob)
    }
  })

  it('reads text parts, and developer as system', async () => {
    const usage = async (messages: object[]) =>
      (await (await post({ messages, max_tokens: 1 })).json()).usage.prompt_tokens
    const parts = [
      { type: 'text', text: 'Say ' },
      { type: 'text', text: 'hello.' },
    ]
    expect(await usage([{ role: 'user', content: parts }])).toBe(await usage(MESSAGES))
    const [system, developer] = ['system', 'developer'].map((role) => [
      { role, content: 'Be brief.' },
      ...MESSAGES,
    ])
    expect(await usage(developer!)).toBe(await usage(system!))
  })

  it('takes neutral values', async () => {
    const neutral = {
      tools: [],
      tool_choice: 'none',
      store: false,
      response_format: { type: 'text' },
      user: 'me',
    }
    const reply = await post({ messages: MESSAGES, max_completion_tokens: 1, ...neutral })
    expect(reply.status).toBe(200)
  })

  it.each([
    [
      { model: 'books-13m', messages: MESSAGES },
      'model',
      /books-13m has no chat template: it continues texts/,
    ],
    [{ messages: [] }, 'messages', /at least one message/],
    [
      { messages: [{ role: 'wizard', content: 'a' }] },
      'messages',
      /a role is system, developer, user or assistant/,
    ],
    [
      { messages: [{ role: 'user', content: [{ type: 'image_url' }] }] },
      'messages',
      /^messages\.0\.content\.0\.type: type must be "text", for nothing else is read, got "image_url"\.$/,
    ],
    [
      { messages: [{ role: 'user', content: [{ type: 'text', text: 'a' }, 'b'] }] },
      'messages',
      /^messages\.0\.content\.1: a part must be .*, got "b"\.$/,
    ],
    [
      { messages: [{ role: 'user', content: 5 }] },
      'messages',
      /^messages\.0\.content: content must be text, or a list of text parts, got 5\.$/,
    ],
    [{ messages: MESSAGES, tools: [{}] }, 'tools', /tools is not offered: these models call no tools/],
    [{ messages: MESSAGES, top_logprobs: 2 }, 'top_logprobs', /needs logprobs/],
    [{ messages: MESSAGES, distribution: 'raw' }, 'distribution', /\/v1\/completions has it/],
  ])('refuses %j', async (body, param, message) => {
    const reply = await post(body)
    expect((await reply.json()).error).toMatchObject({
      message: expect.stringMatching(message),
      type: 'invalid_request_error',
      param,
    })
    expect(reply.status).toBe(400)
  })
})

describe('a template that refuses', () => {
  const strict = openChatModel("{{ raise_exception('Only users may speak') }}")
  it('is answered with its sentence', async () => {
    const other = await startApp(strict.library)
    const reply = await fetch(`${other.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'tiny-chat', messages: MESSAGES }),
    })
    expect(reply.status).toBe(400)
    expect((await reply.json()).error.message).toContain('Only users may speak')
    await other.close()
    strict.remove()
  })
})
