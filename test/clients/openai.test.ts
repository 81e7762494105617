import OpenAI, { BadRequestError, NotFoundError } from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openChatModel } from '../models/chat-model.ts'
import { type RunningApp, startApp } from '../web/running-app.ts'

const { library, remove } = openChatModel()
let app: RunningApp
let client: OpenAI
beforeAll(async () => {
  app = await startApp(library)
  client = new OpenAI({ baseURL: `${app.url}/v1`, apiKey: 'none', maxRetries: 0 })
})
afterAll(async () => {
  await app.close()
  remove()
})

const PROMPT = 'The old man looked at the sea and said,'

describe('OpenAI’s own client', () => {
  it('lists models, and gets one', async () => {
    const { data } = await client.models.list()
    expect(data.map(({ id }) => id)).toContain('books-13m')
    expect((await client.models.retrieve('books-13m')).id).toBe('books-13m')
  })

  it('completes, whole and as a stream', async () => {
    const asked = { model: 'books-13m', prompt: PROMPT, max_tokens: 12, seed: 3, n: 2, logprobs: 2 }
    const whole = await client.completions.create(asked)
    expect(whole.choices).toHaveLength(2)
    expect(whole.choices[0]!.logprobs!.top_logprobs![0]).not.toBeNull()
    const texts = ['', '']
    for await (const { choices } of await client.completions.create({ ...asked, stream: true })) {
      for (const { index, text } of choices) texts[index] += text
    }
    expect(texts).toEqual(whole.choices.map(({ text }) => text))
  })

  it('chats with a model that has a template', async () => {
    const asked = {
      model: 'tiny-chat',
      messages: [{ role: 'user' as const, content: 'Hi' }],
      max_tokens: 6,
      seed: 1,
    }
    const whole = await client.chat.completions.create({ ...asked, logprobs: true, top_logprobs: 2 })
    expect(whole.choices[0]!.logprobs!.content).toHaveLength(6)
    let streamed = ''
    for await (const { choices } of await client.chat.completions.create({ ...asked, stream: true })) {
      streamed += choices[0]?.delta.content ?? ''
    }
    expect(streamed).toBe(whole.choices[0]!.message.content)
  })

  it('knows what went wrong', async () => {
    const absent = client.completions.create({ model: 'gpt-5', prompt: 'a' })
    await expect(absent).rejects.toThrow(NotFoundError)
    await expect(absent).rejects.toMatchObject({ code: 'model_not_found', param: 'model' })
    const long = client.completions.create({ model: 'books-13m', prompt: 'word '.repeat(600), stream: true })
    await expect(long).rejects.toThrow(BadRequestError)
    await expect(long).rejects.toMatchObject({ code: 'context_length_exceeded' })
  })
})
