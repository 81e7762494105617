import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../running-app.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())

const valid = {
  prompt: 'Once upon a time',
  lanes: ['greedy', 'top-k:40', 'nucleus:0.9'],
  seed: 7,
  maxTokens: 12,
}

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(app.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

describe('POST /api/runs', () => {
  it('replies with the finished run, the same for the same request', async () => {
    const first = await post('/api/runs', valid)
    expect(first.status).toBe(200)
    const result = JSON.parse(first.text)
    expect(Object.keys(result)).toEqual(['model', 'prompt', 'promptTokens', 'seed', 'lanes'])
    expect(result.lanes.map(({ lane }: { lane: string }) => lane)).toEqual(valid.lanes)
    for (const { samples } of result.lanes) {
      expect(Object.keys(samples[0])).toEqual(['tokens', 'text', 'stop', 'steps', 'metrics'])
      expect(samples[0].tokens).toHaveLength(12)
      expect(samples[0].steps).toHaveLength(12)
    }
    expect((await post('/api/runs', valid)).text).toBe(first.text)
  })

  it('sends the same run as events when asked to', async () => {
    const { status, headers, text } = await post('/api/runs', valid, { accept: 'text/event-stream' })
    expect(status).toBe(200)
    expect(headers.get('content-type')).toMatch(/^text\/event-stream/)
    const events = text
      .split('\n\n')
      .filter(Boolean)
      .map((block) => JSON.parse(block.replace(/^event: .*\ndata: /, '')))
    expect(events[0].type).toBe('run-start')
    expect(events.at(-1).type).toBe('run-end')
    const deltas = events.filter(({ type, lane }) => type === 'lane-delta' && lane === 2)
    const { lanes } = JSON.parse((await post('/api/runs', valid)).text)
    expect(deltas.map((delta) => delta.text).join('')).toBe(lanes[2].samples[0].text)
  })

  it('lists forty candidates a step with their removal when a trace is asked for', async () => {
    const { text } = await post('/api/runs', { ...valid, maxTokens: 2, trace: true })
    const [step] = JSON.parse(text).lanes[2].samples[0].steps
    expect(step.candidates).toHaveLength(40)
    expect(step.stages).toMatchObject([{ step: 'nucleus:0.9', kept: step.kept }])
  })

  it('draws a seed when none is given, and states it', async () => {
    const { seed: _, ...seedless } = valid
    const { seed } = JSON.parse((await post('/api/runs', { ...seedless, maxTokens: 1 })).text)
    expect(Number.isSafeInteger(seed)).toBe(true)
  })

  it.each([
    ['p = 2', { ...valid, lanes: ['nucleus:2'] }, 400, /Nucleus p: expected a share of the mass from 0 to 1/],
    ['k = -1', { ...valid, lanes: ['top-k:-1'] }, 400, /Top-k k: expected a number of tokens, whole, from 0/],
    [
      'k = 1.5',
      { ...valid, lanes: ['top-k:1.5'] },
      400,
      /Top-k k: expected a number of tokens, whole, from 0/,
    ],
    [
      'an unknown step',
      { ...valid, lanes: ['magic:1'] },
      400,
      /There is no step "magic"; write one from the list of steps/,
    ],
    [
      '10,000 tokens',
      { ...valid, maxTokens: 10_000 },
      400,
      /maxTokens must be a whole number from 1 to 2,048, got 10000\./,
    ],
    ['an unknown option', { ...valid, top_p: 0.9 }, 400, /There is no option "top_p"/],
    [
      'a prompt over the context',
      { ...valid, prompt: 'word '.repeat(600) },
      400,
      /The prompt is \d+ tokens long/,
    ],
    ['wrong types', { ...valid, prompt: {} }, 400, /prompt must be text, got an object\./],
    ['a list for a body', [1], 400, /Expected a JSON object with a prompt and lanes, got a list of 1\./],
    ['no JSON', '{"prompt":', 400, /The body is not JSON: it ends too early; send a JSON object\./],
    ['JSON with a slip', '{"prompt":"x",}', 400, /The body is not JSON from character 15 on/],
    ['null', 'null', 400, /Expected a JSON object with a prompt and lanes, got null\./],
    ['a number', '5', 400, /Expected a JSON object with a prompt and lanes, got 5\./],
    ['an empty body', '', 400, /prompt must be text, got nothing\./],
    ['seven megabytes', { ...valid, prompt: 'x'.repeat(7_000_000) }, 413, /larger than 6 MiB/],
    [
      'an unknown model',
      { ...valid, model: 'gpt5' },
      404,
      /There is no model "gpt5"; choose one of books-13m/,
    ],
    [
      'too many rows',
      { ...valid, lanes: Array(12).fill('nucleus:0.9'), samples: 32 },
      400,
      /may keep 128 rows going/,
    ],
    [
      'half a character',
      { ...valid, prompt: '\ud800' },
      400,
      /prompt must be whole characters .*, got "\\ud800"\./,
    ],
    [
      'a bias of a token that there is not',
      { ...valid, lanes: ['greedy', 'logit-bias:tokens=9999999:5'] },
      400,
      /^"logit-bias:9999999:5" names token 9999999, and books-13m has 8,192; use its own\.$/,
    ],
    [
      'a breaker that there is not',
      { ...valid, lanes: ['dry:breakers=3.8192'] },
      400,
      /names token 8192, and books-13m has 8,192/,
    ],
    ['an empty chain', { ...valid, lanes: [''], maxTokens: 1 }, 200, /"(lane|chain)":"/],
    ['a null byte', { ...valid, prompt: 'a\u0000b', maxTokens: 1 }, 200, /"prompt"/],
    ['an empty prompt', { ...valid, prompt: '', maxTokens: 1 }, 200, /"promptTokens":\[0\]/],
  ])('answers %s with one sentence, JSON or events', async (_, body, status, message) => {
    for (const accept of ['application/json', 'text/event-stream']) {
      const reply = await post('/api/runs', body, { accept })
      expect([accept, reply.status]).toEqual([accept, status])
      expect(status < 400 ? reply.text : JSON.parse(reply.text).error.message).toMatch(message)
      if (status >= 400) expect(JSON.parse(reply.text)).toEqual({ error: expect.any(Object) })
      expect(reply.text).not.toMatch(/\.ts:\d+|node_modules/)
    }
  })

  it.each([
    [{ ...valid, maxTokens: 600 }, 'maxTokens'],
    [{ ...valid, prompt: 'word '.repeat(600) }, 'prompt'],
    [{ ...valid, samples: 'many' }, 'samples'],
    [{ ...valid, lanes: ['greedy', 'nucleus:2'] }, 'lanes.1'],
    [{ ...valid, top_p: 0.9 }, 'top_p'],
    [{ ...valid, lanes: ['greedy', 'own:logit-1'] }, 'lanes.1'],
    [{ ...valid, lanes: Array(12).fill('nucleus:0.9'), samples: 32 }, 'samples'],
    [{ ...valid, lanes: Array(12).fill('beam:16') }, 'lanes'],
  ])('names the field at fault for programs, of %j', async (body, field) => {
    for (const accept of ['application/json', 'text/event-stream']) {
      expect(JSON.parse((await post('/api/runs', body, { accept })).text).error.field).toBe(field)
    }
  })

  it('stops working on a run whose client has gone', async () => {
    const abort = new AbortController()
    const response = await fetch(`${app.url}/api/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ ...valid, maxTokens: 400, samples: 8 }),
      signal: abort.signal,
    })
    await response.body!.getReader().read()
    abort.abort()
    const start = performance.now()
    expect((await post('/api/runs', { ...valid, maxTokens: 2 })).status).toBe(200)
    expect((await post('/api/runs', { ...valid, maxTokens: 2 })).status).toBe(200)
    expect((await post('/api/runs', { ...valid, maxTokens: 2 })).status).toBe(200)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

const get = async (path: string) => JSON.parse(await (await fetch(app.url + path)).text())

describe('the rest of the API', () => {
  it('asks for JSON when something else comes', async () => {
    const reply = await post('/api/runs', 'prompt=x', { 'content-type': 'application/x-www-form-urlencoded' })
    expect(reply.status).toBe(415)
    expect(JSON.parse(reply.text).error.message).toBe(
      'Expected a JSON body, got application/x-www-form-urlencoded; send it with content-type: ' +
        'application/json.',
    )
  })

  it('runs the seed demo in the lab', async () => {
    const { text } = await post('/api/lab', { lanes: ['nucleus:0.9'], draws: 5, seed: 42 })
    const [lane] = JSON.parse(text).lanes
    expect(
      lane.candidates
        .filter(({ kept }: { kept: boolean }) => kept)
        .map(({ token }: { token: string }) => token),
    ).toEqual(['cat', 'dog', 'bird', 'fish'])
  })

  it('writes numbers that JSON lacks as strings', async () => {
    const { status, text } = await post('/api/lab', { logits: [1, '-Infinity'], lanes: ['sample'] })
    expect(status).toBe(200)
    expect(JSON.parse(text).lanes[0].candidates[1].logit).toBe('-Infinity')
  })

  it('scores a text token by token', async () => {
    const text = 'The old man looked at the sea.'
    const { status, text: reply } = await post('/api/score', { text, lane: 'nucleus:0.9' })
    expect(status).toBe(200)
    const { tokens, totals } = JSON.parse(reply)
    expect(tokens.map((token: { text: string }) => token.text).join('')).toBe(text)
    expect(totals.perplexity).toBeGreaterThan(1)
    expect((await post('/api/score', {})).status).toBe(400)
  })

  it('describes strategies with bounds, defaults and neutral values', async () => {
    const strategies = await get('/api/strategies')
    const nucleus = strategies.find(({ id }: { id: string }) => id === 'nucleus')
    expect(nucleus).toMatchObject({
      kind: 'step',
      aliases: ['top-p'],
      parameters: [{ name: 'p', fallback: 0.9, minimum: 0, maximum: 1, off: 1 }],
    })
  })

  it('lists models with their state', async () => {
    const models = await get('/api/models')
    expect(models[0]).toMatchObject({ id: 'books-13m', state: 'loaded', contextLength: 512 })
    expect(models.map(({ id }: { id: string }) => id)).toContain('distilgpt2')
  })

  it('reports that it lives and is ready', async () => {
    expect(await get('/healthz')).toEqual({ status: 'ok' })
    expect(await get('/readyz')).toEqual({ status: 'ready', model: 'books-13m' })
  })

  it('answers an unknown address of the API with a 404 in JSON', async () => {
    const response = await fetch(`${app.url}/api/nothing`)
    expect(response.status).toBe(404)
    expect(JSON.parse(await response.text()).error.code).toBe('not-found')
  })

  it('answers a browser with a page, whatever went wrong', async () => {
    const huge = await fetch(app.url, {
      method: 'POST',
      headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
      body: `prompt=${'x'.repeat(3_000_000)}`,
    })
    expect(huge.status).toBe(413)
    expect(await huge.text()).toMatch(/<h1>This did not work<\/h1>\s*<p>The request is larger than 2 MiB/)
    const missing = await fetch(`${app.url}/nothing`, { headers: { accept: 'text/html' } })
    expect(missing.status).toBe(404)
    expect(await missing.text()).toContain('Nothing lives at /nothing.')
  })

  it('allows nothing inline and no other host', async () => {
    const policy = (await fetch(`${app.url}/healthz`)).headers.get('content-security-policy')
    expect(policy).toContain("script-src 'self'")
    expect(policy).not.toContain('unsafe')
  })
})
