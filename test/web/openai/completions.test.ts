import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../running-app.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())

interface Chunk {
  readonly id: string
  readonly choices: {
    readonly text: string
    readonly finish_reason: string | null
    readonly logprobs: { readonly token_logprobs: number[] }
  }[]
}

const PROMPT = 'The old man looked at the sea and said,'

const post = (body: unknown, path = '/v1/completions') =>
  fetch(app.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const complete = async (body: object) => {
  const response = await post({ prompt: PROMPT, seed: 7, ...body })
  expect(response.status).toBe(200)
  return response.json()
}
async function stream(body: object): Promise<Chunk[]> {
  const response = await post({ prompt: PROMPT, seed: 7, stream: true, ...body })
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
  const events = (await response.text()).trim().split('\n\n')
  expect(events.pop()).toBe('data: [DONE]')
  return events.map((event) => JSON.parse(event.replace(/^data: /, '')))
}
const run = async (lane: string, maxTokens: number, samples = 1) => {
  const body = { prompt: PROMPT, seed: 7, lanes: [lane], maxTokens, samples, trace: true }
  const { lanes, promptTokens } = await (await post(body, '/api/runs')).json()
  return Object.assign(lanes[0].samples, { promptTokens: promptTokens.length })
}

describe('POST /v1/completions', () => {
  it('answers in OpenAI’s shape what /api/runs says in ours', async () => {
    const reply = await complete({ max_tokens: 12, temperature: 0.8, top_p: 0.9, n: 2 })
    const samples = await run('temperature:0.8+nucleus:0.9', 12, 2)
    expect(reply).toEqual({
      id: expect.stringMatching(/^cmpl-/),
      object: 'text_completion',
      created: expect.any(Number),
      model: 'books-13m',
      seed: 7,
      choices: [0, 1].map((index) => ({
        index,
        text: samples[index].text,
        logprobs: null,
        finish_reason: 'length',
      })),
      usage: {
        prompt_tokens: samples.promptTokens,
        completion_tokens: 24,
        total_tokens: 24 + samples.promptTokens,
      },
    })
  })

  it('has OpenAI’s defaults: 16 tokens, sampled, one choice, a seed of its own', async () => {
    const reply = await complete({ seed: null })
    expect(reply.choices).toHaveLength(1)
    expect(reply.usage.completion_tokens).toBe(16)
    expect(reply.seed).toEqual(expect.any(Number))
    expect((await complete({})).choices[0].text).toBe((await run('sample', 16))[0].text)
  })

  it('is greedy at temperature 0', async () => {
    const [sample] = await run('greedy', 10)
    expect((await complete({ temperature: 0, max_tokens: 10 })).choices[0].text).toBe(sample.text)
  })

  it('streams the same in pieces, with its usage where that is asked for', async () => {
    const asked = { max_tokens: 10, temperature: 0.9, logprobs: 1 }
    const whole = await complete(asked)
    const chunks = await stream({ ...asked, stream_options: { include_usage: true } })
    const last = chunks.pop()
    expect(last).toMatchObject({ choices: [], usage: whole.usage })
    expect(chunks.length).toBeGreaterThan(5)
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1)
    expect(chunks.map(({ choices }) => choices[0]!.text).join('')).toBe(whole.choices[0].text)
    expect(chunks.flatMap(({ choices }) => choices[0]!.logprobs.token_logprobs)).toEqual(
      whole.choices[0].logprobs.token_logprobs,
    )
    expect(chunks.map(({ choices }) => choices[0]!.finish_reason).filter(Boolean)).toEqual(['length'])
  })

  it('stops before a stop sequence, also one that comes in pieces, and never shows a part of it', async () => {
    const { text } = (await complete({ temperature: 0, max_tokens: 30 })).choices[0]
    const words = text.split(' ')
    const stop = text.slice(text.indexOf(words[4]) + 1, text.indexOf(words[4]) + words[4].length + 4)
    const asked = { temperature: 0, max_tokens: 30, stop: ['never said', stop] }
    const reply = await complete(asked)
    expect(reply.choices[0]).toMatchObject({ text: text.slice(0, text.indexOf(stop)), finish_reason: 'stop' })
    expect(reply.usage.completion_tokens).toBeLessThan(30)
    const chunks = await stream(asked)
    expect(chunks.map(({ choices }) => choices[0]!.text).join('')).toBe(reply.choices[0].text)
    expect(chunks.at(-1)!.choices[0]!.finish_reason).toBe('stop')
  })

  it('lets every sample run to its own stop', async () => {
    const samples = await run('sample', 30, 3)
    const letter = 'e'
    const reply = await complete({ max_tokens: 30, n: 3, stop: letter })
    for (const { index, text } of reply.choices) {
      expect(text).toBe(samples[index].text.split(letter)[0])
    }
  })

  it('gives the model’s own log-probabilities', async () => {
    const { logprobs, text } = (await complete({ max_tokens: 6, temperature: 0.5, logprobs: 3 })).choices[0]
    const [sample] = await run('temperature:0.5', 6)
    expect(logprobs.tokens.join('')).toBe(text)
    expect(logprobs.token_logprobs).toEqual(sample.steps.map(({ logprob }: { logprob: number }) => logprob))
    expect(logprobs.text_offset[0]).toBe(0)
    for (const [index, offset] of logprobs.text_offset.entries())
      expect(text.startsWith(logprobs.tokens[index], offset)).toBe(true)
    for (const [index, top] of logprobs.top_logprobs.entries()) {
      const values = Object.values(top) as number[]
      expect(values.length).toBeGreaterThanOrEqual(3)
      expect(Math.max(...values)).toBeCloseTo(Math.log(sample.steps[index].candidates[0].raw), 10)
      expect(top[logprobs.tokens[index]]).toBeCloseTo(logprobs.token_logprobs[index], 6)
    }
  })

  it('takes the neutral values that clients send along', async () => {
    const neutral = {
      echo: false,
      best_of: 1,
      presence_penalty: 0,
      frequency_penalty: 0,
      logit_bias: {},
      suffix: null,
      logprobs: null,
      stop: null,
      model: 'books-13m',
    }
    expect((await complete({ max_tokens: 2, ...neutral })).usage.completion_tokens).toBe(2)
  })

  it.each([
    [{ echo: true }, 'echo', /echo is not offered: "\/api\/score"/],
    [{ best_of: 5 }, 'best_of', /best_of is not offered/],
    [{ presence_penalty: 0.5 }, 'presence_penalty', /is not offered: "\/api\/runs" has the step/],
    [{ frequency_penalty: 1 }, 'frequency_penalty', /is not offered/],
    [{ logit_bias: { 50256: -100 } }, 'logit_bias', /is not offered/],
    [{ suffix: 'end' }, 'suffix', /is not offered/],
    [{ user: 'me' }, 'user', /user is not offered; leave it out/],
    [{ top_k: 5 }, 'top_k', /top_k is not offered/],
    [{ prompt: ['a', 'b'] }, 'prompt', /prompt must be one text/],
    [{ prompt: [1, 2] }, 'prompt', /token ids and several prompts are not offered/],
    [{ prompt: undefined }, 'prompt', /prompt must be one text/],
    [{ max_tokens: 0 }, 'max_tokens', /whole number|from 1/],
    [{ temperature: 3 }, 'temperature', /temperature must be a number from 0 to 2/],
    [{ top_p: 'all' }, 'top_p', /top_p must be a number from 0 to 1/],
    [{ n: 2, temperature: 0 }, 'n', /n must be 1 at temperature 0/],
    [{ stop: ['a', 'b', 'c', 'd', 'e'] }, 'stop', /a list of up to 4 texts/],
    [{ stop: '' }, 'stop', /none of them empty/],
    [{ logprobs: 6 }, 'logprobs', /from 0 to 5/],
    [{ stream_options: { include_usage: true } }, 'stream_options', /needs stream/],
  ])('refuses %j by name', async (body, param, message) => {
    const response = await post({ prompt: PROMPT, ...body })
    expect(response.status).toBe(400)
    const { error } = await response.json()
    expect(error).toEqual({
      message: expect.stringMatching(message),
      type: 'invalid_request_error',
      param,
      code: 'bad-request',
    })
  })

  it('answers other mistakes in the same shape', async () => {
    const unknown = await post({ prompt: 'x', model: 'gpt-3.5-turbo-instruct' })
    expect(unknown.status).toBe(404)
    expect((await unknown.json()).error).toMatchObject({ code: 'unknown-model', param: null })
    const long = await post({ prompt: 'word '.repeat(600), stream: true })
    expect(long.status).toBe(400)
    const form = await fetch(`${app.url}/v1/completions`, {
      method: 'POST',
      body: new URLSearchParams({ prompt: 'x' }),
    })
    expect(form.status).toBe(415)
    const list = await post([1])
    expect((await list.json()).error.message).toBe('Expected a JSON object with a prompt.')
  })

  it('lists what can be used without a download', async () => {
    const { data } = await (await fetch(`${app.url}/v1/models`)).json()
    expect(data).toContainEqual({ id: 'books-13m', object: 'model', created: 0, owned_by: 'nucleus' })
    expect(data.map(({ id }: { id: string }) => id)).not.toContain('gpt2')
  })

  it('counts a run that met its stop sequence as finished', async () => {
    await complete({ max_tokens: 30, stop: 'e' })
    const metrics = await (await fetch(`${app.url}/metrics`)).text()
    expect(metrics).not.toContain('outcome="cancelled"')
  })
})
