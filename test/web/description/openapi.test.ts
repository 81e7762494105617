import { Validator } from '@seriousme/openapi-schema-validator'
import type { Router } from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLibrary } from '../../../src/composition.ts'
import { createEngine } from '../../../src/engine/local-engine.ts'
import { shippedResults } from '../../../src/experiments/harness/shipped.ts'
import { projectRoot } from '../../../src/project.ts'
import { createApp } from '../../../src/web/app.ts'
import { openApi } from '../../../src/web/description/openapi.ts'
import { OPERATIONS } from '../../../src/web/description/operations.ts'
import { LOCAL_SITE } from '../../../src/web/http/site.ts'
import { referenceProps } from '../../../src/web/pages/reference/reference.ts'
import { type RunningApp, startApp } from '../running-app.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())

const inUrl = (path: string) => path.replace(/\{\w+\}/, 'books-13m')

/** Paths and methods of every route of an app that programs use. */
function routesOf(router: Pick<Router, 'stack'>): string[] {
  return router.stack.flatMap((layer) => {
    const inner = layer.handle as unknown as Partial<Router>
    if (!layer.route) return inner.stack ? routesOf(inner as Router) : []
    const { path, stack } = layer.route
    if (!/^\/(api\/|v1\/|openapi\.json|tokeni|detok|health|readyz|metrics)/.test(path)) return []
    const methods = stack.flatMap(({ method }) => method ?? [])
    return methods.map((method) => `${method} ${path.replace(/[:*](\w+)/, '{$1}')}`)
  })
}

describe('the description of the API', () => {
  it('is valid OpenAPI 3.1', async () => {
    const document = await (await fetch(`${app.url}/openapi.json`)).json()
    expect(document.openapi).toBe('3.1.0')
    expect(await new Validator().validate(document)).toEqual({ valid: true })
  })

  it('describes every route there is, and no other', () => {
    const library = openLibrary()
    const own = createApp({
      root: projectRoot,
      results: shippedResults,
      library,
      engine: createEngine(library),
    })
    const described = OPERATIONS.map(({ method, path }) => `${method} ${path}`)
    expect([...new Set(routesOf(own.router))].sort()).toEqual([...described].sort())
  })

  it('has every field of a request with its bounds', () => {
    const { paths } = openApi('1') as unknown as {
      paths: Record<string, { post: { requestBody: { content: Record<string, { schema: object }> } } }>
    }
    expect(paths['/api/runs']!.post.requestBody.content['application/json']!.schema).toMatchObject({
      required: ['prompt', 'lanes'],
      additionalProperties: false,
      properties: {
        samples: { type: 'integer', minimum: 1, maximum: 32, default: 1 },
        heal: { type: 'boolean' },
      },
    })
  })

  it('states in sentences what every request does, returns, and takes', () => {
    const all = referenceProps().groups.flatMap(({ operations }) => operations)
    const sentences = all.flatMap(({ path, summary, answer, fields }) => [
      [path, summary],
      [path, answer],
      ...fields.map(({ name, help }) => [`${path} ${name}`, help]),
    ])
    expect(sentences.length).toBeGreaterThan(150)
    expect(sentences.filter(([, text]) => !/^[\p{Lu}\d"].*\.$/u.test(text!))).toEqual([])
  })

  it('has a page to read it', async () => {
    const reply = await fetch(`${app.url}/openapi`)
    const html = await reply.text()
    for (const { path } of OPERATIONS) expect(html).toContain(path)
    expect(html).toContain('logprob_token_ids')
    expect(html).toContain('Accepted only with a value that changes nothing')
  })
})

describe('every route', () => {
  it.each(OPERATIONS.map(({ path }) => path))('%s answers other methods with 405 and Allow', async (path) => {
    const own = OPERATIONS.filter((one) => one.path === path).map(({ method }) => method.toUpperCase())
    const reply = await fetch(app.url + inUrl(path), { method: 'PATCH' })
    const allowed = reply.headers.get('allow')!.split(', ')
    expect([reply.status, (await reply.json()).error.code]).toEqual([405, 'method-not-allowed'])
    expect(allowed).toEqual(expect.arrayContaining(own))
    const options = await fetch(app.url + inUrl(path), { method: 'OPTIONS' })
    expect([options.status, options.headers.get('allow')]).toEqual([204, allowed.join(', ')])
  })

  it.each([
    ['/api/runs', 'Expected a JSON object with a prompt and lanes, got a list of 1.'],
    ['/api/lab', 'Expected a JSON object with lanes, and logits or none, got a list of 1.'],
    ['/api/score', 'Expected a JSON object with a text or tokens, got a list of 1.'],
    ['/api/inspect', 'Expected a JSON object with a prompt, a lane, a seed and tokens, got a list of 1.'],
    ['/api/replay', 'This is no run file; save one with Export on the page, or with run --record.'],
    ['/v1/completions', 'Expected a JSON object with a prompt, got a list of 1.'],
    ['/v1/chat/completions', 'Expected a JSON object with messages, got a list of 1.'],
    ['/tokenize', 'Expected a JSON object with a prompt, got a list of 1.'],
    ['/detokenize', 'Expected a JSON object with tokens, got a list of 1.'],
  ])('%s has a hint of its own', async (path, message) => {
    const reply = await fetch(app.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '[1]',
    })
    expect([reply.status, (await reply.json()).error.message]).toEqual([400, message])
  })

  it('states that nothing is kept by caches, and compresses where that is taken', async () => {
    const list = await fetch(`${app.url}/api/strategies`)
    expect(list.headers.get('cache-control')).toBe('no-cache')
    expect(list.headers.get('content-encoding')).toBe('gzip')
    const run = await fetch(`${app.url}/api/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prompt: 'a', lanes: ['greedy'], maxTokens: 1 }),
    })
    expect(run.headers.get('cache-control')).toBe('no-store')
  })

  it('streams events uncompressed, each packet at once', async () => {
    const reply = await fetch(`${app.url}/v1/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-encoding': 'gzip' },
      body: JSON.stringify({ prompt: 'Once upon a time', max_tokens: 60, stream: true, seed: 1 }),
    })
    expect(reply.headers.get('content-encoding')).toBeNull()
    const sizes: number[] = []
    for await (const packet of reply.body!) sizes.push(packet.length)
    expect(sizes.length).toBeGreaterThan(5)
  })
})

describe('pages of other sites', () => {
  const asked = { headers: { origin: 'https://example.org' } }

  it('read nothing by default', async () => {
    const reply = await fetch(`${app.url}/v1/models`, asked)
    expect([reply.status, reply.headers.get('access-control-allow-origin')]).toEqual([403, null])
  })

  it('of origins that are named read the API, and may ask first', async () => {
    const site = { ...LOCAL_SITE, origins: ['https://example.org'] }
    const open = await startApp(openLibrary(), shippedResults, { site })
    const reply = await fetch(`${open.url}/v1/models`, asked)
    expect([reply.status, reply.headers.get('access-control-allow-origin')]).toEqual([
      200,
      'https://example.org',
    ])
    const preflight = await fetch(`${open.url}/v1/completions`, {
      method: 'OPTIONS',
      headers: { ...asked.headers, 'access-control-request-method': 'POST' },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-methods')).toBe('GET,POST')
    const other = await fetch(`${open.url}/v1/models`, { headers: { origin: 'https://example.com' } })
    expect(other.headers.get('access-control-allow-origin')).toBeNull()
    await open.close()
  })
})
