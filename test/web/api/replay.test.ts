import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../running-app.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())

async function post(path: string, body: unknown) {
  const response = await fetch(app.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: JSON.parse(await response.text()) }
}

const request = {
  prompt: 'Once upon a time',
  model: 'books-13m',
  lanes: ['nucleus:0.9'],
  maxTokens: 6,
  samples: 1,
  seed: 7,
}

describe('POST /api/replay', () => {
  it('compares a recorded run, whose texts may be given by their tokens alone', async () => {
    const { body: result } = await post('/api/runs', request)
    const environment = await (await fetch(`${app.url}/api/environment?model=books-13m`)).json()
    expect(environment.models[0]).toMatchObject({ id: 'books-13m', dtype: 'q8' })
    const texts = result.lanes.map(({ samples }: { samples: { tokens: number[]; stop: string }[] }) => ({
      samples: samples.map(({ tokens, stop }) => ({ tokens, stop })),
    }))
    const file = { format: 'nucleus-run', version: 1, request, environment, result: { lanes: texts } }
    expect(await post('/api/replay', file)).toMatchObject({
      status: 200,
      body: { isSame: true, texts: 1, tokens: 6, difference: null, changes: [], environment },
    })
    texts[0].samples[0].tokens[4] = 0
    expect((await post('/api/replay', file)).body).toMatchObject({
      isSame: false,
      difference: { lane: 0, sample: 0, branch: null, step: 4, recorded: 0 },
    })
  })

  it('takes an export of a large run, steps and all', async () => {
    const large = { ...request, samples: 4, maxTokens: 45 }
    const { body: result } = await post('/api/runs', { ...large, trace: true })
    const file = { format: 'nucleus-run', version: 1, request: large, result }
    expect(JSON.stringify(file).length).toBeGreaterThan(623_000)
    expect(await post('/api/replay', file)).toMatchObject({ status: 200, body: { isSame: true, texts: 4 } })
  })

  it('answers what it cannot replay with one sentence', async () => {
    expect(await post('/api/replay', { lanes: [] })).toMatchObject({
      status: 400,
      body: { error: { code: 'bad-run-file' } },
    })
    const unknown = { ...request, model: 'gpt5' }
    const file = { format: 'nucleus-run', version: 1, request: unknown, result: { lanes: [{ samples: [] }] } }
    expect(await post('/api/replay', file)).toMatchObject({
      status: 404,
      body: { error: { code: 'unknown-model' } },
    })
    expect((await fetch(`${app.url}/api/environment?model=gpt5`)).status).toBe(404)
  })
})
