import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLibrary } from '../../../src/composition.ts'
import { type RunningApp, startApp } from '../running-app.ts'

let app: RunningApp
const lines: Record<string, unknown>[] = []
const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
beforeAll(async () => {
  app = await startApp(openLibrary(), undefined, { log })
})
afterAll(() => app.close())

const run = (body: object, signal?: AbortSignal) =>
  fetch(`${app.url}/api/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ prompt: 'The old man', seed: 1, ...body }),
    ...(signal && { signal }),
  })
async function read(): Promise<Record<string, number>> {
  const lines = (await (await fetch(`${app.url}/metrics`)).text()).split('\n')
  return Object.fromEntries(
    lines
      .filter((line) => line && !line.startsWith('#'))
      .map((line) => {
        const at = line.lastIndexOf(' ')
        return [line.slice(0, at), Number(line.slice(at + 1))]
      }),
  )
}

describe('GET /metrics', () => {
  it('is Prometheus’s text form, every metric with its help', async () => {
    const response = await fetch(`${app.url}/metrics`)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    const text = await response.text()
    for (const name of ['runs_started_total', 'runs_waiting', 'step_seconds', 'models_loaded'])
      expect(text).toMatch(new RegExp(`^# HELP nucleus_${name} .+\\.$`, 'm'))
    expect(text).toMatch(/^process_resident_memory_bytes \d{8,}$/m)
  })

  it('counts what ran: runs, tokens, steps', async () => {
    await (await run({ lanes: ['greedy', 'nucleus:0.9'], maxTokens: 6 })).text()
    const now = await read()
    expect(now).toMatchObject({
      nucleus_runs_started_total: 1,
      'nucleus_runs_ended_total{outcome="finished"}': 1,
      nucleus_tokens_total: 12,
      nucleus_step_seconds_count: 5,
      nucleus_runs_active: 0,
      nucleus_runs_waiting: 0,
      nucleus_models_loaded: 1,
    })
    expect(now.nucleus_step_seconds_sum).toBeGreaterThan(0)
  })

  it('distinguishes refused and cancelled runs', async () => {
    await (await run({ lanes: ['greedy'], prompt: 'word '.repeat(600) })).text()
    expect(await read()).toMatchObject({ 'nucleus_runs_ended_total{outcome="refused"}': 1 })
    const abort = new AbortController()
    const long = { lanes: ['sample'], maxTokens: 400, samples: 16 }
    const runs = [1, 2, 3].map(() =>
      run(long, abort.signal)
        .then((one) => one.text())
        .catch(() => ''),
    )
    await expect.poll(read).toMatchObject({ nucleus_runs_active: 3, nucleus_runs_waiting: 0 })
    abort.abort()
    await Promise.all(runs)
    await expect.poll(read).toMatchObject({
      nucleus_runs_active: 0,
      nucleus_runs_waiting: 0,
      'nucleus_runs_ended_total{outcome="cancelled"}': 3,
    })
  })
})

describe('what else is counted', () => {
  const post = (path: string, body: string) =>
    fetch(app.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body })

  it('requests that are refused, whoever refuses them', async () => {
    await post('/api/runs', '{')
    await post('/api/runs', '{"prompt":"x","lanes":["nope"]}')
    await post('/api/lab', '{"lanes":["nope:1"]}')
    await post('/v1/completions', '{"model":"nope","prompt":"x"}')
    await fetch(`${app.url}/nothing`)
    await expect.poll(read).toMatchObject({
      'nucleus_http_refused_total{route="none",code="bad-json"}': 1,
      'nucleus_http_refused_total{route="/api/runs",code="bad-chain"}': 1,
      'nucleus_http_refused_total{route="/v1/completions",code="model_not_found"}': 1,
      nucleus_http_requests_open: 1,
    })
    const now = await read()
    const refused = Object.keys(now).filter((name) => name.startsWith('nucleus_http_refused_total'))
    expect(refused).toContain('nucleus_http_refused_total{route="none",code="404"}')
  })

  it('how full the batch is, and prompts that were not read again', async () => {
    const prompt = `The lighthouse ${'stood by the sea and '.repeat(20)}`
    const text = async () => (await run({ prompt, lanes: ['greedy', 'sample'], maxTokens: 4 })).text()
    await text()
    const first = await read()
    await text()
    const second = await read()
    const grown = (name: string) => second[name]! - first[name]!
    expect(grown('nucleus_prompt_tokens_total')).toBeGreaterThan(60)
    expect(grown('nucleus_prompt_tokens_cached_total')).toBe(grown('nucleus_prompt_tokens_total'))
    expect(grown('nucleus_batch_rows_total')).toBeGreaterThan(grown('nucleus_batch_steps_total'))
    await expect.poll(read).toMatchObject({ nucleus_batch_rows: 0 })
  })

  it('the lab and scores, with their times; how late the event loop is', async () => {
    await post('/api/lab', '{"lanes":["greedy"]}')
    await post('/api/score', '{"text":"The old man"}')
    const now = await read()
    expect(now['nucleus_tasks_ended_total{task="lab",outcome="finished"}']).toBeGreaterThan(0)
    expect(now['nucleus_task_seconds_count{task="score"}']).toBe(1)
    expect(now['nucleus_task_tokens_total{task="score"}']).toBe(3)
    expect(now.nodejs_eventloop_lag_p99_seconds).toBeGreaterThan(0)
    expect(now['nucleus_http_request_seconds_count{method="POST",route="/api/score",status="200"}']).toBe(1)
  })
})

describe('the log', () => {
  it('has a line a request: id, route, status, time, model and tokens, and never a prompt', async () => {
    const headers = { 'content-type': 'application/json', 'x-request-id': 'mine-1' }
    const body = JSON.stringify({ prompt: 'A secret', lanes: ['greedy'], maxTokens: 3, seed: 1 })
    const response = await fetch(`${app.url}/api/runs`, { method: 'POST', headers, body })
    const refused = { ...headers, 'x-request-id': 'mine-0' }
    await fetch(`${app.url}/api/runs?note=secret`, { method: 'POST', headers: refused, body })
    expect(response.headers.get('x-request-id')).toBe('mine-1')
    await response.text()
    await expect
      .poll(() => lines.find(({ id }) => id === 'mine-1'))
      .toMatchObject({
        level: 30,
        method: 'POST',
        route: '/api/runs',
        status: 200,
        model: 'books-13m',
        tokens: 3,
        ms: expect.any(Number),
      })
    await expect.poll(() => lines.find(({ id }) => id === 'mine-0')).toMatchObject({ status: 400 })
    expect(JSON.stringify(lines)).not.toContain('secret')
  })

  it('states of a score which model read how many tokens', async () => {
    const headers = { 'content-type': 'application/json', 'x-request-id': 'score-1' }
    const body = JSON.stringify({ text: 'The old man' })
    await (await fetch(`${app.url}/api/score`, { method: 'POST', headers, body })).text()
    await expect
      .poll(() => lines.find(({ id }) => id === 'score-1'))
      .toMatchObject({ route: '/api/score', status: 200, model: 'books-13m', tokens: 3 })
  })

  it('gives an id of its own where a client’s is none', async () => {
    const response = await fetch(`${app.url}/api/models`, { headers: { 'x-request-id': 'a b{}' } })
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('holds prompts where that is asked for', async () => {
    const asking = await startApp(openLibrary(), undefined, { log, logsPrompts: true })
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ prompt: 'No secret', lanes: ['greedy'], maxTokens: 1 })
    await (await fetch(`${asking.url}/api/runs`, { method: 'POST', headers, body })).text()
    await asking.close()
    expect(lines).toContainEqual(expect.objectContaining({ prompt: 'No secret' }))
  })
})
