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
const tokenize = async (body: object) => (await post(body, '/tokenize')).json()
/** A token of a text by its place. */
const tokenOf = async (prompt: string, index: number) => ({ id: (await tokenize({ prompt })).tokens[index] })
const run = async (lane: string, maxTokens: number, samples = 1) => {
  const body = { prompt: PROMPT, seed: 7, lanes: [lane], maxTokens, samples, trace: true }
  const { lanes, promptTokens } = await (await post(body, '/api/runs')).json()
  return Object.assign(lanes[0].samples, { promptTokens: promptTokens.length })
}

describe('POST /v1/completions', () => {
  it('answers in OpenAI’s shape what /api/runs states in ours', async () => {
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

  it('stops before a stop sequence, also one that comes in pieces, and shows no part of it', async () => {
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
      const isListed = sample.steps[index].rank <= 3
      expect(values).toHaveLength(isListed ? 3 : 4)
      expect(values[0]).toBeCloseTo(Math.log(sample.steps[index].candidates[0].raw), 10)
      expect(top[logprobs.tokens[index]]).toBe(logprobs.token_logprobs[index])
    }
  })

  it('lists what the chain made of them beside them', async () => {
    const asked = { max_tokens: 5, temperature: 0.5, top_k: 4, logprobs: 20 }
    const both = (await complete({ ...asked, logprobs_mode: 'both' })).choices[0].logprobs
    const raw = (await complete(asked)).choices[0].logprobs
    const processed = (await complete({ ...asked, logprobs_mode: 'processed' })).choices[0].logprobs
    expect(both).toMatchObject(raw)
    expect(both.processed_token_logprobs).toEqual(processed.token_logprobs)
    expect(both.processed_top_logprobs).toEqual(processed.top_logprobs)
    for (const top of processed.top_logprobs) {
      const mass = Object.values(top as Record<string, number>).reduce((sum, one) => sum + Math.exp(one), 0)
      expect(Object.keys(top)).toHaveLength(4)
      expect(mass).toBeCloseTo(1, 10)
    }
  })

  it('looks named tokens up at every step', async () => {
    const body = { max_tokens: 3, temperature: 0, logprob_token_ids: [0, 300], logprobs_mode: 'both' }
    const { logprobs } = (await complete(body)).choices[0]
    const whole = (await complete({ ...body, distribution: 'raw' })).choices[0].logprobs
    for (const [index, tokens] of logprobs.token_ids.entries()) {
      const [end, other] = tokens
      expect(end).toMatchObject({ id: 0, token: '<|endoftext|>', rank: expect.any(Number) })
      expect(other.processed_logprob).toBeCloseTo(other.logprob, 12)
      const bytes = Buffer.from(whole.distribution[index], 'base64')
      expect(bytes.length).toBe(8192 * 4)
      expect(bytes.readFloatLE(300 * 4)).toBe(Math.fround(other.logprob))
      const all = Array.from({ length: 8192 }, (_, id) => bytes.readFloatLE(id * 4))
      expect(all.reduce((sum, one) => sum + Math.exp(one), 0)).toBeCloseTo(1, 4)
      expect(all.filter((one) => one > Math.fround(other.logprob)).length + 1).toBe(other.rank)
    }
  })

  it('keeps rank order where names are digits, and names tokens by id on request', async () => {
    const asked = { prompt: 'In the year 18', max_tokens: 2, temperature: 0, logprobs: 20, seed: 1 }
    const reply = await (await post(asked)).text()
    const listed = /"top_logprobs":\[(\{.*?\})/.exec(reply)![1]!
    const values = [...listed.matchAll(/":(-?[\d.e-]+)/g)].map((match) => Number(match[1]))
    expect([...listed.matchAll(/"(\d+)":/g)].length).toBeGreaterThan(1)
    expect(values).toEqual([...values].sort((a, b) => b - a))
    const { logprobs, token_ids } = (
      await complete({ ...asked, return_tokens_as_token_ids: true, return_token_ids: true })
    ).choices[0]
    expect(logprobs.tokens).toEqual(token_ids.map((id: number) => `token_id:${id}`))
  })

  it('names special tokens', async () => {
    const asked = { logit_bias: { 0: 100 }, logprobs: 1, temperature: 0 }
    const [choice] = (await complete(asked)).choices
    expect(choice).toMatchObject({ text: '', finish_reason: 'stop', logprobs: { tokens: ['<|endoftext|>'] } })
    expect(Object.keys(choice.logprobs.top_logprobs[0])[0]).not.toBe('')
  })

  it('writes a part of a character as its bytes, the chosen one like the candidates, once', async () => {
    const asked = { prompt: 'He paid 5 ', max_tokens: 4, temperature: 0, logprobs: 20 }
    const partial = await tokenOf('£', 0)
    const { logprobs } = (await complete({ ...asked, logit_bias: { [partial.id]: 100 } })).choices[0]
    expect(logprobs.tokens[0]).toMatch(/^bytes:\\x[0-9a-f]{2}/)
    const names = Object.keys(logprobs.top_logprobs[0])
    expect(names).not.toContain('\uFFFD')
    expect(names.filter((name) => name === logprobs.tokens[0])).toHaveLength(1)
  })

  it('takes prompts as a text, several texts, token ids, and several lists of ids', async () => {
    const texts = [PROMPT, 'It was a dark night']
    const asked = { max_tokens: 6, temperature: 0.8 }
    const ids = await Promise.all(texts.map(async (prompt) => (await tokenize({ prompt })).tokens))
    const alone = await Promise.all(
      texts.map(async (prompt) => (await complete({ ...asked, prompt, n: 2 })).choices),
    )
    const expected = alone.flat().map(({ text }) => text)
    const several = await complete({ ...asked, prompt: texts, n: 2 })
    expect(several.choices.map(({ index }: { index: number }) => index)).toEqual([0, 1, 2, 3])
    expect(several.choices.map(({ text }: { text: string }) => text)).toEqual(expected)
    const inIds = await complete({ ...asked, prompt: ids, n: 2 })
    expect(inIds.choices).toEqual(several.choices)
    expect(inIds.usage).toEqual(several.usage)
    const one = await complete({ ...asked, prompt: ids[0], n: 2 })
    expect(one.choices.map(({ text }: { text: string }) => text)).toEqual(expected.slice(0, 2))
    const streamed = new Map<number, string>()
    for (const { choices } of await stream({ ...asked, prompt: texts, n: 2 })) {
      const { index, text } = choices[0] as unknown as { index: number; text: string }
      streamed.set(index, (streamed.get(index) ?? '') + text)
    }
    expect([0, 1, 2, 3].map((index) => streamed.get(index))).toEqual(expected)
  })

  it('repeats the prompt with its log-probabilities, and stops there if no token is asked for', async () => {
    const scored = (await (await post({ text: PROMPT }, '/api/score')).json()).tokens
    const asked = { echo: true, max_tokens: 0, logprobs: 2 }
    const { choices, usage } = await complete(asked)
    const { logprobs, text, finish_reason } = choices[0]
    expect([text, finish_reason]).toEqual([PROMPT, 'length'])
    expect(logprobs.tokens.join('')).toBe(PROMPT)
    expect(logprobs.token_logprobs[0]).toBeNull()
    expect(logprobs.top_logprobs[0]).toBeNull()
    expect(logprobs.token_logprobs).toHaveLength(scored.length)
    expect(usage.completion_tokens).toBe(0)
    const more = (await complete({ ...asked, max_tokens: 3, temperature: 0 })).choices[0]
    const written = (await complete({ max_tokens: 3, temperature: 0, logprobs: 2 })).choices[0]
    expect(more.text).toBe(PROMPT + written.text)
    expect(more.logprobs.token_logprobs.slice(scored.length)).toEqual(written.logprobs.token_logprobs)
    expect(more.logprobs.text_offset.at(-1)).toBe(more.text.length - more.logprobs.tokens.at(-1).length)
    // Teacher forcing and generation agree on the same token.
    const whole = await complete({ ...asked, prompt: more.text })
    const last = whole.choices[0].logprobs.token_logprobs.at(-1)
    expect(last).toBeCloseTo(more.logprobs.token_logprobs.at(-1), 3)
  })

  it('counts the text of special tokens that the prompt spells, not of one put before it', async () => {
    const asked = { echo: true, max_tokens: 1, logprobs: 0, temperature: 0 }
    const prompt = '<|endoftext|>The \u{1F642} man'
    const { text, logprobs } = (await complete({ ...asked, prompt })).choices[0]
    expect(text.startsWith(prompt)).toBe(true)
    const letters = Array.from(text as string)
    for (const name of ['<|endoftext|>', 'The', ' man', logprobs.tokens.at(-1)]) {
      const offset = logprobs.text_offset[logprobs.tokens.indexOf(name)]
      expect(letters.slice(offset, offset + name.length).join('')).toBe(name)
    }
    const ids = (await tokenize({ prompt })).tokens
    const asIds = (await complete({ ...asked, prompt: ids })).choices[0]
    expect([asIds.text.slice(0, 4), asIds.logprobs.text_offset.slice(0, 2)]).toEqual(['The ', [0, 0]])
  })

  it.each([
    [{ temperature: 0.7, top_p: 0.9, top_k: 40 }, 'temperature:0.7+top-k:40+nucleus:0.9'],
    [{ min_p: 0.1, temperature: 1.5 }, 'temperature:1.5+min-p:0.1'],
    [{ typical_p: 0.9 }, 'typical:0.9'],
    [{ repetition_penalty: 1.3, temperature: 0 }, 'repetition-penalty:1.3+greedy'],
    [{ repeat_penalty: 1.3 }, 'repetition-penalty:1.3'],
    [
      { presence_penalty: 1, frequency_penalty: 0.5 },
      'frequency-penalty:penalty=0.5,prompt=false+presence-penalty:penalty=1,prompt=false',
    ],
    [{ repeat_penalty: 1.3, repeat_last_n: 4 }, 'repetition-penalty:penalty=1.3,window=4'],
    [{ repeat_penalty: 1.3, repeat_last_n: -1 }, 'repetition-penalty:1.3'],
    [{ repeat_penalty: 1.3, repeat_last_n: 0 }, 'sample'],
    [
      { presence_penalty: 2, frequency_penalty: 2, temperature: 0 },
      'frequency-penalty:penalty=2,prompt=false+presence-penalty:penalty=2,prompt=false+greedy',
    ],
    [{ typical_p: 0.2, temperature: 0 }, 'typical:0.2+greedy'],
    [{ chain: 'min-p:0.1+temperature:1.5' }, 'min-p:0.1+temperature:1.5'],
    [{ chain: 'beam:width=3' }, 'beam:width=3'],
    [{ top_k: -1, min_p: 0, typical_p: 1, repetition_penalty: 1 }, 'sample'],
  ])('runs %j as %s', async (options, lane) => {
    const [sample] = await run(lane, 8)
    expect((await complete({ max_tokens: 8, ...options })).choices[0].text).toBe(sample.text)
    const chunks = await stream({ max_tokens: 8, ...options })
    expect(chunks.map(({ choices }) => choices[0]!.text).join('')).toBe(sample.text)
  })

  it('biases tokens, keeps a text going, and ends it at tokens that are asked for', async () => {
    const [word] = (await tokenize({ prompt: ' night' })).tokens
    const biased = await complete({ max_tokens: 3, logit_bias: { [word]: 100 } })
    expect(biased.choices[0].text).toBe(' night night night')
    const pairs = await complete({ max_tokens: 3, logit_bias: [[word, 100]] })
    expect(pairs.choices[0].text).toBe(biased.choices[0].text)
    const ended = await complete({ max_tokens: 9, logit_bias: { [word]: 100 }, stop_token_ids: [word] })
    expect(ended.choices[0].finish_reason).toBe('stop')
    expect(ended.usage.completion_tokens).toBe(1)
    const hasty = { max_tokens: 9, logit_bias: { 0: 50 } }
    expect((await complete(hasty)).usage.completion_tokens).toBe(1)
    expect((await complete({ ...hasty, min_tokens: 4 })).usage.completion_tokens).toBeGreaterThan(4)
    const ignoring = await complete({ ...hasty, ignore_eos: true })
    expect(ignoring).toMatchObject({
      choices: [{ finish_reason: 'length' }],
      usage: { completion_tokens: 9 },
    })
  })

  it('returns the best of several by their mean log-probability', async () => {
    const samples = await run('sample', 10, 5)
    const rating = ({ steps }: { steps: { logprob: number }[] }) =>
      steps.reduce((sum, { logprob }) => sum + logprob, 0) / steps.length
    const expected = [...samples].sort((a, b) => rating(b) - rating(a)).slice(0, 2)
    const reply = await complete({ max_tokens: 10, n: 2, best_of: 5 })
    expect(reply.choices.map(({ text }: { text: string }) => text)).toEqual(expected.map(({ text }) => text))
    expect(reply.usage.completion_tokens).toBe(50)
  })

  it('gives as many texts as the rows of a run, and copies where they could not differ', async () => {
    const many = await complete({ max_tokens: 1, n: 128 })
    expect(many.choices).toHaveLength(128)
    const same = await complete({ max_tokens: 4, n: 3, temperature: 0 })
    expect(new Set(same.choices.map(({ text }: { text: string }) => text)).size).toBe(1)
    expect(same.choices).toHaveLength(3)
    expect(same.usage.completion_tokens).toBe(12)
  })

  it('draws a seed for -1, and states which', async () => {
    const reply = await complete({ max_tokens: 6, seed: -1 })
    const again = await complete({ max_tokens: 6, seed: reply.seed })
    expect(again.choices[0].text).toBe(reply.choices[0].text)
  })

  it('states in every chunk what was used so far, where that is asked for', async () => {
    const options = { stream_options: { include_usage: true, continuous_usage_stats: true } }
    const chunks = (await stream({ max_tokens: 5, ...options })) as unknown as {
      usage: { completion_tokens: number }
    }[]
    const counts = chunks.map(({ usage }) => usage.completion_tokens)
    expect(counts).toEqual([...counts].sort((a, b) => a - b))
    expect([counts[0], counts.at(-1)]).toEqual([1, 5])
  })

  it('heals a prompt that ends inside a word, and states where one ends in a space', async () => {
    const plain = await complete({ prompt: 'The old man looked at the ', max_tokens: 3, temperature: 0 })
    expect(plain.notes).toEqual([expect.stringContaining('ends in a space')])
    const healed = await complete({
      prompt: 'The old man looked at the ',
      max_tokens: 3,
      temperature: 0,
      heal: true,
    })
    const dropped = await complete({ prompt: 'The old man looked at the', max_tokens: 3, temperature: 0 })
    expect(healed.notes).toBeUndefined()
    expect(` ${healed.choices[0].text}`).toBe(dropped.choices[0].text)
  })

  it('reads the text of a special token as plain text on request', async () => {
    const prompt = 'a<|endoftext|>b'
    const named = await tokenize({ prompt })
    const literal = await tokenize({ prompt, parse_special: false })
    expect(named.tokens).toContain(0)
    expect(literal.tokens).not.toContain(0)
    expect(literal.count).toBeGreaterThan(named.count)
    const usage = async (more: object) =>
      (await complete({ prompt, max_tokens: 1, ...more })).usage.prompt_tokens
    expect(await usage({})).toBe(named.count)
    expect(await usage({ parse_special: false })).toBe(literal.count)
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
      user: 'me',
      top_k: -1,
      min_p: 0,
      repetition_penalty: 1,
      length_penalty: 1,
      use_beam_search: false,
      skip_special_tokens: true,
      response_format: { type: 'text' },
      guided_json: null,
      stream_options: null,
      mirostat: 0,
      cache_prompt: true,
      something_new: null,
    }
    // llama.cpp's own defaults are empty lists.
    for (const own of [{}, { logit_bias: [], samplers: [] }, { tools: [], bad_words: [] }]) {
      expect((await complete({ max_tokens: 2, ...neutral, ...own })).usage.completion_tokens).toBe(2)
    }
  })

  it.each([
    [{ best_of: 1, n: 2 }, 'best_of', /best_of must be at least n, which is 2/],
    [{ best_of: 3, stream: true }, 'best_of', /best_of needs every text/],
    [{ presence_penalty: 5 }, 'presence_penalty', /from -2 to 2/],
    [
      { logit_bias: { word: 1 } },
      'logit_bias',
      /^logit_bias\.word: a key must be a token id, for example "50256", got "word"\.$/,
    ],
    [
      { logit_bias: { 5: 1, 6: 500 } },
      'logit_bias',
      /^logit_bias\.6: a bias must be a number from -100 to 100, got 500\.$/,
    ],
    [{ logit_bias: { 5: [1] } }, 'logit_bias', /^logit_bias\.5: a bias must be .*, got a list of 1\.$/],
    [{ logit_bias: { 5: null } }, 'logit_bias', /^logit_bias\.5: a bias must be .*, got null\.$/],
    [{ logit_bias: 5 }, 'logit_bias', /^logit_bias must give token ids a number .*, got 5\.$/],
    [{ logit_bias: { 9000: 1 } }, 'logit_bias', /logit_bias names token 9000, and books-13m has 8,192/],
    [{ logprob_token_ids: [9000] }, 'logprob_token_ids', /names token 9000/],
    [{ suffix: 'end' }, 'suffix', /suffix is not offered: these models continue/],
    [{ use_beam_search: true }, 'use_beam_search', /"chain": "beam:width=4"/],
    [{ guided_json: {} }, 'guided_json', /guided_json is not offered/],
    [{ mirostat: 2 }, 'mirostat', /mirostat is not offered: write it as a step of "chain"/],
    [{ wings: 2 }, 'wings', /wings is not offered; leave it out/],
    [{ max_token: 2 }, 'max_token', /^max_token is not offered; did you mean max_tokens\?$/],
    [{ prompt: undefined, text: 'a' }, 'text', /^text is not offered; did you mean prompt\?$/],
    [{ prompt: ['a', 5, 'b'] }, 'prompt', /^prompt\.1: prompt must be text, got 5\.$/],
    [{ prompt: [1, 'a'] }, 'prompt', /^prompt\.1: a token id of prompt must be a whole number.*, got "a"\.$/],
    [
      {
        prompt: [
          [1, 2],
          [3, 'a'],
        ],
      },
      'prompt',
      /^prompt\.1\.1: a token id of prompt.*, got "a"\.$/,
    ],
    [{ prompt: [[1, 2], 'a'] }, 'prompt', /^prompt\.1: prompt must be a list of token ids, got "a"\.$/],
    [{ prompt: [{}] }, 'prompt', /^prompt must be a text of up to .*, got a list of 1\.$/],
    [{ prompt: { 0: 'a' } }, 'prompt', /^prompt must be a text of up to .*, got an object\.$/],
    [{ stop_token_ids: [1, 'a'] }, 'stop_token_ids', /^stop_token_ids\.1: a token id .*, got "a"\.$/],
    [{ logit_bias: JSON.parse('{"__proto__": 5}') }, 'logit_bias', /^logit_bias\.__proto__ is not offered/],
    [{ logit_bias: { constructor: 5 } }, 'logit_bias', /^logit_bias\.constructor: a key must be a token id/],
    [
      { logit_bias: [5, 1] },
      'logit_bias',
      /^logit_bias\.0: an entry must be a token id and its bias.*, got 5\.$/,
    ],
    [{ logit_bias: [[5]] }, 'logit_bias', /^logit_bias\.0: an entry must be .*, got a list of 1\.$/],
    [
      { logit_bias: [[-5, 1]] },
      'logit_bias',
      /^logit_bias\.0\.0: a token id of logit_bias must be a whole number from 0 to .*, got -5\.$/,
    ],
    [
      { logit_bias: Array.from({ length: 10_001 }, (_, id) => [id, 1]) },
      'logit_bias',
      /^logit_bias may name 10,000 tokens, got a list of 10,001\.$/,
    ],
    [
      { logit_bias: Object.fromEntries(Array.from({ length: 10_001 }, (_, id) => [id, 1])) },
      'logit_bias',
      /^logit_bias may name 10,000 tokens, got 10,001\.$/,
    ],
    [
      {
        logit_bias: [
          [5, 1],
          [6, 'a'],
        ],
      },
      'logit_bias',
      /^logit_bias\.1\.1: a bias must be .* or false, got "a"\.$/,
    ],
    [
      { stream: true, stream_options: [] },
      'stream_options',
      /^stream_options must be an object, got a list of 0/,
    ],
    [{ metadata: [] }, 'metadata', /^metadata is not offered/],
    [{ samplers: {} }, 'samplers', /^samplers is not offered/],
    [{ response_format: { type: 'text', schema: {} } }, 'response_format', /^response_format is not offered/],
    [{ response_format: ['text'] }, 'response_format', /^response_format is not offered/],
    [{ prompt: [] }, 'prompt', /prompt/],
    [{ prompt: [9000] }, 'prompt', /The prompt names token 9000, and books-13m has 8,192/],
    [{ prompt: undefined }, 'prompt', /prompt must be a text of up to/],
    [{ max_tokens: -1 }, 'max_tokens', /max_tokens must be a whole number from 0 to 2,048/],
    [{ temperature: 3 }, 'temperature', /temperature must be a number from 0 to 2/],
    [{ top_p: 'all' }, 'top_p', /top_p must be a number from 0 to 1/],
    [{ n: 129 }, 'n', /n must be a whole number from 1 to 128/],
    [{ stop: '' }, 'stop', /stop must hold texts of at least one character.*, got ""/],
    [{ stop: [''] }, 'stop', /stop must hold texts of at least one character.*, got ""/],
    [{ stop: [1] }, 'stop', /stop must be text, got 1/],
    [{ max_tokens: 'ten' }, 'max_tokens', /max_tokens must be a whole number from 0 to 2,048, got "ten"/],
    [{ temperature: [1] }, 'temperature', /temperature must be a number from 0 to 2, got a list of 1/],
    [{ stream: 1 }, 'stream', /stream must be true or false, got 1/],
    [
      { logit_bias: { 5: 1, '05': -1 } },
      'logit_bias',
      /^logit_bias\.05: a key must be a token id.*, got "05"\.$/,
    ],
    [
      {
        logit_bias: [
          [5, 1],
          [5, 2],
        ],
      },
      'logit_bias',
      /logit_bias names token 5 twice/,
    ],
    [{ prompt: 'half \ud83d' }, 'prompt', /prompt must be whole characters/],
    [{ stop: 'half \ud83d' }, 'stop', /stop must be whole characters/],
    [{ logprobs: 21 }, 'logprobs', /from 0 to 20/],
    [{ chain: 'nucleus:0.9', temperature: 0.5 }, 'temperature', /write temperature as one of them/],
    [{ chain: 'nuclear:0.9' }, 'chain', /There is no step "nuclear/],
    [
      { chain: 'stochastic-beam:width=64', n: 128 },
      'n',
      /keep 128 rows going at once and this one needs 8,192/,
    ],
    [
      { distribution: 'raw', max_tokens: 2048, n: 8 },
      'distribution',
      /distribution would make up to 512 MiB/,
    ],
    [{ stream_options: { include_usage: true } }, 'stream_options', /needs stream/],
    [
      { stream: true, stream_options: { include_what: true } },
      'stream_options.include_what',
      /is not offered/,
    ],
    [{ echo: true, heal: true }, 'heal', /keep one/],
    [{ max_tokens: 3, min_tokens: 5 }, 'min_tokens', /min_tokens must be at most max_tokens, which is 3/],
    [{ bad_words: ['x'] }, 'bad_words', /bad_words is not offered: write it as the search "ban-phrases"/],
    [{ tools: [{}] }, 'tools', /tools is not offered/],
  ])('refuses %j by name', async (body, param, message) => {
    const response = await post({ prompt: PROMPT, ...body })
    const { error } = await response.json()
    expect(error).toMatchObject({
      message: expect.stringMatching(message),
      type: 'invalid_request_error',
      param,
    })
    expect(response.status).toBe(400)
  })

  it('answers every failure in the same shape', async () => {
    const problem = async (response: Response) => ({
      status: response.status,
      ...(await response.json()).error,
    })
    const unknown = await problem(await post({ prompt: 'x', model: 'gpt-3.5-turbo-instruct' }))
    expect(unknown).toMatchObject({
      status: 404,
      code: 'model_not_found',
      param: 'model',
      type: 'not_found_error',
    })
    const absent = await problem(await post({ prompt: 'x', model: 'gpt2' }))
    expect(absent).toMatchObject({ status: 404, code: 'model_not_found' })
    expect(absent.message).toContain('"models get gpt2"')
    for (const stream of [false, true]) {
      const long = await problem(await post({ prompt: 'word '.repeat(600), stream }))
      expect(long).toMatchObject({ status: 400, code: 'context_length_exceeded', param: 'prompt' })
      expect(long.message).toContain('maximum context length is 512 tokens')
    }
    const form = await fetch(`${app.url}/v1/completions`, {
      method: 'POST',
      body: new URLSearchParams({ prompt: 'x' }),
    })
    expect(await problem(form)).toMatchObject({ status: 415, code: 'not-json' })
    const list = await problem(await post([1]))
    expect(list).toMatchObject({
      status: 400,
      message: 'Expected a JSON object with a prompt, got a list of 1.',
    })
    const json = { method: 'POST', headers: { 'content-type': 'application/json' } }
    const broken = await fetch(`${app.url}/v1/completions`, { ...json, body: '{"prompt":' })
    expect(await problem(broken)).toMatchObject({
      status: 400,
      code: 'bad-json',
      type: 'invalid_request_error',
    })
    const large = await fetch(`${app.url}/v1/completions`, { ...json, body: ' '.repeat(7 * 2 ** 20) })
    expect(await problem(large)).toMatchObject({ status: 413, code: 'too-large' })
    const nowhere = await fetch(`${app.url}/v1/nowhere`)
    expect(await problem(nowhere)).toMatchObject({ status: 404, code: 'not-found', type: 'not_found_error' })
    const wrong = await fetch(`${app.url}/v1/completions`)
    expect(wrong.headers.get('allow')).toBe('OPTIONS, POST')
    expect(await problem(wrong)).toMatchObject({ status: 405, code: 'method-not-allowed' })
  })

  it('lists what can be used without a download, and one of them', async () => {
    const { data } = await (await fetch(`${app.url}/v1/models`)).json()
    const own = { id: 'books-13m', object: 'model', created: 0, owned_by: 'nucleus', max_model_len: 512 }
    expect(data).toContainEqual(own)
    expect(data.map(({ id }: { id: string }) => id)).not.toContain('gpt2')
    expect(await (await fetch(`${app.url}/v1/models/books-13m`)).json()).toEqual(own)
    const absent = await fetch(`${app.url}/v1/models/gpt2`)
    expect([absent.status, (await absent.json()).error.code]).toEqual([404, 'model_not_found'])
    expect(await (await fetch(`${app.url}/health`)).json()).toEqual({ status: 'ok' })
  })

  it('counts a run that met its stop sequence as finished', async () => {
    await complete({ max_tokens: 30, stop: 'e' })
    const metrics = await (await fetch(`${app.url}/metrics`)).text()
    expect(metrics).not.toContain('outcome="cancelled"')
  })
})

describe('the tokenizer', () => {
  it('puts texts into tokens and back, as vLLM and llama.cpp do', async () => {
    const { tokens, ...rest } = await tokenize({ prompt: PROMPT, return_token_strs: true })
    expect(rest).toMatchObject({ count: tokens.length, max_model_len: 512 })
    expect(rest.token_strs.join('')).toBe(PROMPT)
    expect(await (await post({ tokens }, '/detokenize')).json()).toEqual({ prompt: PROMPT, content: PROMPT })
    expect((await tokenize({ content: PROMPT })).tokens).toEqual(tokens)
    const pieces = await tokenize({ content: 'a<|endoftext|>', with_pieces: true })
    expect(pieces.tokens.at(-1)).toEqual({ id: 0, piece: '<|endoftext|>' })
    expect((await tokenize({ prompt: '' })).tokens).toEqual([])
    const info = await (await fetch(`${app.url}/tokenizer_info`)).json()
    expect(info).toEqual({ bos_token: null, eos_token: '<|endoftext|>', model_max_length: 512 })
    expect((await tokenize({ text: PROMPT })).error).toMatchObject({
      param: 'text',
      message: 'text is not offered; did you mean prompt?',
    })
  })

  it('shows the bytes of what is no text: a character that is begun or broken off', async () => {
    const { tokens } = await tokenize({ prompt: '\u{1F989}', add_special_tokens: false })
    expect(tokens.length).toBeGreaterThan(1)
    const textOf = async (ids: number[]) => (await post({ tokens: ids }, '/detokenize')).json()
    expect(await textOf(tokens)).toEqual({ prompt: '\u{1F989}', content: '\u{1F989}' })
    const begun = await textOf(tokens.slice(0, -1))
    expect(begun.content).toContain('\ufffd')
    expect('f0 9f a6 89').toContain(begun.bytes)
    const end = await textOf(tokens.slice(-1))
    expect([end.content, end.bytes.endsWith('89')]).toEqual([expect.stringContaining('\ufffd'), true])
    const { tokens: pieces } = await tokenize({ content: '\u{1F989}', with_pieces: true })
    expect(pieces.flatMap(({ piece }: { piece: number[] }) => piece)).toEqual([0xf0, 0x9f, 0xa6, 0x89])
    const { token_strs: names } = await tokenize({ prompt: '\u{1F989}', return_token_strs: true })
    for (const name of names) expect(name).toMatch(/^bytes:(\\x[0-9a-f]{2})+$/)
  })

  it.each([
    [{}, 400, /one of prompt, content and messages/],
    [{ prompt: 5 }, 400, /prompt must be text, got 5/],
    [{ messages: 'Hi' }, 400, /messages must be a list, got "Hi"/],
    [{ messages: ['Hi'] }, 400, /messages\.0 must be an object, got "Hi"/],
    [{ prompt: 'a', content: 'b' }, 400, /one of prompt, content and messages/],
    [{ prompt: 'a', model: 'gpt2' }, 404, /not on this computer/],
    [{ messages: [{ role: 'user', content: 'a' }] }, 400, /has no chat template/],
  ])('refuses %j', async (body, status, message) => {
    const response = await post(body, '/tokenize')
    expect(response.status).toBe(status)
    expect((await response.json()).error.message).toMatch(message)
  })
})
