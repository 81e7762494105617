import { describe, expect, it } from 'vitest'
import { useApp } from '../running-app.ts'

const app = useApp()

describe('an address that is not asked with its method', () => {
  it.each([
    ['/', 'GET, HEAD, OPTIONS, POST'],
    ['/lab', 'GET, HEAD, OPTIONS, POST'],
    ['/learn', 'GET, HEAD, OPTIONS'],
    ['/class', 'GET, HEAD, OPTIONS'],
    ['/class/votes', 'GET, HEAD, OPTIONS, POST'],
    ['/models', 'GET, HEAD, OPTIONS'],
    ['/models/look-up', 'OPTIONS, POST'],
    ['/models/gpt2/download', 'OPTIONS, POST'],
    ['/trials', 'GET, HEAD, OPTIONS'],
    ['/openapi', 'GET, HEAD, OPTIONS'],
    ['/gallery', 'GET, HEAD, OPTIONS'],
    ['/results/manifest.json', 'GET, HEAD, OPTIONS'],
    ['/assets/theme.js', 'GET, HEAD, OPTIONS'],
    ['/vendor/d3.min.js', 'GET, HEAD, OPTIONS'],
    ['/icon.svg', 'GET, HEAD, OPTIONS'],
    ['/css/ui/frame.css', 'GET, HEAD, OPTIONS'],
    ['/fonts/inter/inter-latin-wght-normal.woff2', 'GET, HEAD, OPTIONS'],
    ['/api/models', 'GET, HEAD, OPTIONS'],
    ['/v1/completions', 'OPTIONS, POST'],
    ['/healthz', 'GET, HEAD, OPTIONS'],
    ['/metrics', 'GET, HEAD, OPTIONS'],
  ])('%s states which ones there are', async (path, allowed) => {
    const methods = allowed.split(', ')
    for (const method of ['PUT', 'PATCH', 'DELETE', 'POST', 'GET'].filter((one) => !methods.includes(one))) {
      const reply = await fetch(app.url + path, { method })
      expect([method, reply.status, reply.headers.get('allow')]).toEqual([method, 405, allowed])
      const named = methods
        .filter((one) => one !== 'OPTIONS')
        .join(', ')
        .replace(/, (?=\w+$)/, ' or ')
      expect((await reply.json()).error).toMatchObject({
        code: 'method-not-allowed',
        message: `${path} takes ${named}, got ${method}.`,
      })
    }
    const options = await fetch(app.url + path, { method: 'OPTIONS' })
    expect([options.status, options.headers.get('allow')]).toEqual([204, allowed])
  })

  it('is a page for a browser', async () => {
    const reply = await fetch(`${app.url}/trials`, { method: 'POST', headers: { accept: 'text/html' } })
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
    expect(await reply.text()).toContain('<p>/trials takes GET or HEAD, got POST.</p>')
  })
})

it.each([
  ['GET', '/nothing'],
  ['GET', '/results/nothing.json'],
  ['GET', '/assets/nothing.js'],
  ['POST', '/models/gpt2/nothing'],
  ['POST', '/nothing'],
  ['PUT', '/nothing.svg'],
  ['PUT', '/css'],
  ['GET', '/css'],
  ['PUT', '/css/%2e%2e/%2e%2e/package.json'],
  ['DELETE', '/fonts/inter/nothing.woff2'],
  ['GET', '/api/nothing'],
  ['PUT', '/v1/nothing'],
])('%s %s is nowhere: 404, not 405', async (method, path) => {
  const reply = await fetch(app.url + path, { method })
  expect([reply.status, reply.headers.get('allow')]).toEqual([404, null])
})
