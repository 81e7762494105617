import { describe, expect, it } from 'vitest'
import { useApp } from '../running-app.ts'

const app = useApp()

/** Where the problem page of a request leads back to. */
async function backFrom(path: string, { method = 'GET', referer = '' } = {}) {
  const reply = await fetch(app.url + path, {
    method,
    headers: { accept: 'text/html', ...(referer && { referer }) },
    ...(method === 'POST' && { body: new URLSearchParams({ repository: '' }) }),
  })
  expect(reply.status).toBeGreaterThanOrEqual(400)
  const html = await reply.text()
  expect(html).toContain('<a href="/">Compare decoding strategies</a>')
  expect(html).toContain('<nav class="ui-nav" aria-label="Pages">')
  return /href="([^"]*)">Back to where you were/.exec(html)?.[1]
}

describe('a problem page leads back', () => {
  it.each(['/models/look-up', '/models/nothing/remove', '/models/nothing/download'])(
    'from the form of %s to the page it is on',
    async (path) => {
      expect(await backFrom(path, { method: 'POST' })).toBe('/models')
      const referer = `${app.url}/models?remove=x`
      expect(await backFrom(path, { method: 'POST', referer })).toBe('/models?remove=x')
    },
  )

  it('from an address that leads nowhere to the page with the link', async () => {
    expect(await backFrom('/nowhere', { referer: `${app.url}/lab?draws=5` })).toBe('/lab?draws=5')
    expect(await backFrom('/nowhere')).toBeUndefined()
    expect(await backFrom('/nowhere', { referer: `${app.url}/nowhere` })).toBeUndefined()
  })

  it.each(['http://elsewhere.example/lab', 'no address', '//elsewhere.example/'])(
    'never to %s',
    async (referer) => {
      expect(await backFrom('/nowhere', { referer })).toBeUndefined()
      expect(await backFrom('/models/look-up', { method: 'POST', referer })).toBe('/models')
    },
  )

  it('never out of this server by a path that another host could be read from', async () => {
    expect(await backFrom('/nowhere', { referer: `${app.url}//elsewhere.example/` })).toBeUndefined()
  })
})
