import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunResult } from '../../../src/runs/run/events.ts'
import { openTwoModels } from '../../models/two-models.ts'
import { type RunningApp, startApp } from '../running-app.ts'

const { library, remove } = openTwoModels()
let app: RunningApp
beforeAll(async () => {
  app = await startApp(library)
})
afterAll(async () => {
  await app.close()
  remove()
})

async function post(lanes: readonly unknown[], rest: Record<string, unknown> = {}) {
  const response = await fetch(`${app.url}/api/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt: 'Once upon a time', seed: 7, maxTokens: 8, ...rest, lanes }),
  })
  return { status: response.status, reply: await response.json() }
}

describe('POST /api/runs with lanes of two models', () => {
  it('takes the model behind the chain or beside it: the same run', async () => {
    const behind = await post(['nucleus:0.9', 'nucleus:0.9@tiny-gpt2'])
    const beside = await post(['nucleus:0.9', { lane: 'nucleus:0.9', model: 'tiny-gpt2' }])
    expect(behind.status).toBe(200)
    expect(beside).toEqual(behind)
    const { lanes } = behind.reply as RunResult
    expect(lanes[1]).toMatchObject({ lane: 'nucleus:0.9@tiny-gpt2', model: 'tiny-gpt2' })
    expect(lanes[0]).toEqual((await post(['nucleus:0.9'])).reply.lanes[0])
    const alone = await post(['nucleus:0.9'], { model: 'tiny-gpt2' })
    expect(lanes[1]!.samples).toEqual(alone.reply.lanes[0].samples)
    expect(lanes[1]!.promptTokens).toEqual(alone.reply.promptTokens)
  })

  it('refuses in one sentence what it cannot run', async () => {
    expect(await post(['greedy@nobody'])).toEqual({
      status: 404,
      reply: {
        error: {
          code: 'unknown-model',
          message: 'There is no model "nobody"; choose one of books-13m, tiny-gpt2, tiny-twin.',
        },
      },
    })
    const { status, reply } = await post(['greedy', 'greedy@tiny-gpt2'], { prefix: [4] })
    expect([status, reply.error.code]).toEqual([400, 'bad-request'])
  })

  it('runs without scripts too', async () => {
    const form = new URLSearchParams({
      prompt: 'Once',
      maxTokens: '4',
      seed: '1',
      samples: '1',
      model: 'books-13m',
    })
    form.append('lane', 'greedy')
    form.append('lane', 'greedy@tiny-gpt2')
    const response = await fetch(app.url, { method: 'POST', body: form })
    const page = await response.text()
    expect(response.status).toBe(200)
    expect(page).toContain('value="greedy@tiny-gpt2"')
    expect(page).toContain('Greedy, Tiny GPT-2')
    expect(page).toContain('bits per byte')
  })

  it('states of contrastive decoding that it works in runs only', async () => {
    const strategies = (await (await fetch(`${app.url}/api/strategies`)).json()) as Record<string, unknown>[]
    const needy = strategies.filter(({ needsAmateur }) => needsAmateur)
    expect(needy.map(({ id }) => id)).toEqual(['contrastive-decoding'])
    expect(needy[0]!.parameters).toContainEqual(
      expect.objectContaining({ name: 'amateur', type: 'model', fallback: 'same' }),
    )
    const lab = await fetch(`${app.url}/api/lab`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ lanes: ['contrastive-decoding'] }),
    })
    expect([lab.status, ((await lab.json()) as { error: { code: string } }).error.code]).toEqual([
      400,
      'lane-unsupported',
    ])
    const options = (await (await fetch(`${app.url}/lab`)).text()).match(/<option value="[^"]*"/g)!
    expect(options).toContain('<option value="nucleus"')
    expect(options).not.toContain('<option value="contrastive-decoding"')
  })
})
