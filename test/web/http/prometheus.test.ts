import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../running-app.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
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

  it('tells refused and cancelled runs apart', async () => {
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
