import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readCatalogue } from '../../../src/models/catalogue/read-catalogue.ts'
import { createModelLibrary } from '../../../src/models/library.ts'
import type { ModelListing } from '../../../src/models/model-listing.ts'
import { projectRoot } from '../../../src/project.ts'
import { GRAPH, startHub, type TestHub } from '../../models/install/hub-server.ts'
import { type RunningApp, startApp } from '../running-app.ts'

let app: RunningApp
let hub: TestHub
const cache = mkdtempSync(join(tmpdir(), 'nucleus-test-'))
beforeAll(async () => {
  hub = await startHub()
  const catalogue = readCatalogue(join(projectRoot, 'models.json'))
  const library = createModelLibrary(
    catalogue,
    { builtIn: join(projectRoot, 'models'), cache },
    { memoryLimit: 1e9 },
  )
  app = await startApp(library)
})
afterAll(async () => {
  await app.close()
  await hub.close()
  rmSync(cache, { recursive: true })
})
beforeEach(() => {
  hub.faults.clear()
  hub.requests.length = 0
})

const send = (method: string, path: string, headers: Record<string, string> = {}, body?: string) =>
  fetch(app.url + path, { method, headers, redirect: 'manual', ...(body !== undefined && { body }) })
const models = async (): Promise<ModelListing[]> =>
  (await (await fetch(`${app.url}/api/models`)).json()) as ModelListing[]
const stateOf = async (id: string) => (await models()).find((one) => one.id === id)?.state
const JSON_TYPE = { 'content-type': 'application/json' }
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' }

describe('a repository of the hub, asked for on the page', () => {
  it('is read, then is in the list with its sizes; nothing is fetched', async () => {
    const answer = await send('POST', '/models/look-up', FORM_TYPE, 'repository=Someone%2FTiny-GPT2')
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/models#model-tiny-gpt2'])
    expect((await models()).at(-1)).toMatchObject({ id: 'tiny-gpt2', state: 'available', licence: 'mit' })
    expect(await (await fetch(`${app.url}/models`)).text()).toContain('id="model-tiny-gpt2"')
    expect(hub.requests.filter((request) => request.startsWith('GET'))).toEqual(['GET config.json'])
  })

  it('that is none is one sentence', async () => {
    const answer = await send('POST', '/models/look-up', FORM_TYPE, 'repository=nothing')
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('is named ORG/NAME')
  })
})

describe('models over HTTP', () => {
  it('are listed with what a page needs', async () => {
    const gpt2 = (await models()).find(({ id }) => id === 'gpt2')
    expect(gpt2).toMatchObject({
      state: 'available',
      diskBytes: 0,
      offers: [
        { dtype: 'q8', bytes: 128_000_000 },
        { dtype: 'fp32', bytes: 501_000_000 },
      ],
    })
    const usage = await (await fetch(`${app.url}/api/models/usage`)).json()
    expect(usage).toMatchObject({ diskBytes: 0, memoryLimit: 1e9 })
    expect(usage.memoryBytes).toBeGreaterThan(1e7)
    expect(usage.processBytes).toBeGreaterThan(usage.memoryBytes)
  })

  it('are fetched, and removed', async () => {
    const started = await send('POST', '/api/models/distilgpt2/download')
    expect(started.status).toBe(202)
    expect(await started.json()).toMatchObject({
      id: 'distilgpt2',
      state: expect.stringMatching(/queued|downl/),
    })
    await expect.poll(() => stateOf('distilgpt2'), { timeout: 30_000 }).toBe('downloaded')
    expect((await send('DELETE', '/api/models/distilgpt2')).status).toBe(204)
    expect(await stateOf('distilgpt2')).toBe('available')
  })

  it('are cancelled on the way; a second cancel does no harm', async () => {
    hub.faults.set(GRAPH, { slow: 400 })
    await send('POST', '/api/models/gpt2/download', JSON_TYPE, '{"dtype":"q8"}')
    await expect.poll(() => hub.requests.includes(`GET ${GRAPH}`), { timeout: 30_000 }).toBe(true)
    for (const _ of [1, 2]) expect((await send('DELETE', '/api/models/gpt2/download')).status).toBe(200)
    await expect.poll(() => stateOf('gpt2')).toBe('available')
    expect((await models()).find(({ id }) => id === 'gpt2')!.keptBytes).toBeGreaterThan(1e6)
    expect((await send('DELETE', '/api/models/gpt2')).status).toBe(204)
  })

  it.each([
    ['POST', '/api/models/gpt5/download', 404, /There is no model "gpt5"/, undefined],
    ['POST', '/api/models/gpt2/download', 400, /not offered in "q3"; choose from q8, fp32/, '{"dtype":"q3"}'],
    ['POST', '/api/models/gpt2/download', 400, /There is no option "type"/, '{"type":"q8"}'],
    ['DELETE', '/api/models/books-13m', 409, /Books-13M is built in/, undefined],
    ['DELETE', '/api/models/..%2f..', 404, /There is no model/, undefined],
    ['DELETE', '/api/models/gpt2', 400, /^There is no option "force"/, '{"force":true}'],
    ['DELETE', '/api/models/gpt2/download', 400, /^There is no option "dtype"/, '{"dtype":"q8"}'],
    ['DELETE', '/api/models/gpt2', 400, /^Expected no body, or an empty one, got a list of 1\.$/, '["x"]'],
  ])('%s %s answers %i in one sentence', async (method, path, status, message, body) => {
    const reply = await send(method, path, body === undefined ? {} : JSON_TYPE, body)
    expect(reply.status).toBe(status)
    expect(((await reply.json()) as { error: { message: string } }).error.message).toMatch(message)
  })

  it('have nothing to choose in the forms that cancel and remove', async () => {
    for (const action of ['cancel', 'remove']) {
      const reply = await send('POST', `/models/gpt2/${action}`, FORM_TYPE, 'dtype=fp32')
      expect([reply.status, (await reply.json()).error.message]).toEqual([
        400,
        'There is no option "dtype"; check its spelling or leave it out.',
      ])
    }
  })

  it('take JSON only, so that no choice is overlooked', async () => {
    const reply = await send('POST', '/api/models/gpt2/download', FORM_TYPE, 'dtype=fp32')
    expect(reply.status).toBe(415)
    expect(await stateOf('gpt2')).toBe('available')
  })

  it.each([
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ origin: 'http://example.org' }],
    [{ origin: 'null' }],
  ])('are not touched for another site: %o', async (headers) => {
    for (const [method, path] of [
      ['POST', '/api/models/gpt2/download'],
      ['DELETE', '/api/models/gpt2/download'],
      ['DELETE', '/api/models/gpt2'],
      ['POST', '/models/gpt2/download'],
      ['POST', '/models/gpt2/remove'],
    ] as const) {
      const reply = await send(method, path, headers as Record<string, string>)
      expect([path, reply.status]).toEqual([path, 403])
    }
    expect(await stateOf('gpt2')).toBe('available')
  })
})

describe('a model that runs', () => {
  it('cannot be removed, and another one runs beside it', async () => {
    await send('POST', '/api/models/distilgpt2/download')
    await expect.poll(() => stateOf('distilgpt2'), { timeout: 30_000 }).toBe('downloaded')
    const run = (model: string, maxTokens: number, samples: number) =>
      send(
        'POST',
        '/api/runs',
        { ...JSON_TYPE, accept: 'text/event-stream' },
        JSON.stringify({ model, prompt: 'Once', lanes: ['sample'], maxTokens, samples, seed: 1 }),
      )
    const long = await run('distilgpt2', 110, 4)
    const text = long.text()
    const other = run('books-13m', 5, 1).then((reply) => reply.text())
    const listed = async () => (await models()).find(({ id }) => id === 'distilgpt2')
    await expect.poll(listed).toMatchObject({ state: 'loaded', uses: 1 })
    const refused = await send('DELETE', '/api/models/distilgpt2')
    expect(refused.status).toBe(409)
    expect(await other).toContain('"type":"run-end"')
    expect(await text).toContain('"type":"run-end"')
    expect((await send('DELETE', '/api/models/distilgpt2')).status).toBe(204)
  })
})

describe('the page of models without scripts', () => {
  const page = async (path = '/models') => (await fetch(app.url + path)).text()

  it('shows every model with its state, licence and size, and its forms work', async () => {
    expect(await page()).toMatch(/GPT-2<\/h2>.*MIT.*Available<\/b>128 MB to fetch, 8-bit integers/)
    const origin = { origin: app.url }
    const posted = await send('POST', '/models/distilgpt2/download', { ...FORM_TYPE, ...origin }, 'dtype=q8')
    expect([posted.status, posted.headers.get('location')]).toEqual([303, '/models#model-distilgpt2'])
    await expect.poll(() => stateOf('distilgpt2'), { timeout: 30_000 }).toBe('downloaded')
    expect(await page('/models?remove=distilgpt2')).toMatch(
      /Delete 1\.8 MB\?.*action="\/models\/distilgpt2\/remove"/,
    )
    expect((await send('POST', '/models/distilgpt2/remove', origin)).status).toBe(303)
    expect(await stateOf('distilgpt2')).toBe('available')
  })

  it('shows what went wrong in the row, and goes on', async () => {
    hub.faults.set('*', { status: 401 })
    await send('POST', '/models/distilgpt2/download', FORM_TYPE)
    await expect.poll(() => stateOf('distilgpt2')).toBe('failed')
    expect(await page()).toMatch(/Failed<\/b>The hub does not let just anyone read.*Try again/)
    expect((await send('POST', '/models/distilgpt2/dance', FORM_TYPE)).status).toBe(404)
  })
})
