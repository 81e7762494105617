import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { withoutTracking } from '../../../src/web/http/tracking.ts'
import { useApp } from '../running-app.ts'

const app = useApp()

const NAMES = ['utm_source', 'utm_id', 'fbclid', 'gclid', 'msclkid', 'mc_cid', 'mc_eid']

describe('what mail programs and social sites add to a link', () => {
  const ask = (path: string, init: RequestInit = {}) => fetch(app.url + path, { redirect: 'manual', ...init })

  it.each(NAMES)('%s is dropped', async (name) => {
    for (const method of ['GET', 'HEAD']) {
      const reply = await ask(`/?prompt=a+b&${name}=x%20y&lane=greedy`, { method })
      expect([reply.status, reply.headers.get('location')]).toEqual([302, '/?prompt=a+b&lane=greedy'])
    }
    expect((await ask(`/?${name}=1`)).headers.get('location')).toBe('/')
  })

  it('leaves a link of Compare one that runs by itself, and the start page the start page', async () => {
    const link = await fetch(`${app.url}/?prompt=Once&lane=greedy&seed=7&utm_source=mail&fbclid=1`)
    expect(link.url).toBe(`${app.url}/?prompt=Once&lane=greedy&seed=7`)
    const html = await link.text()
    expect(html).toContain('"isLink":true')
    expect(html).not.toContain('Not all of this can be done')
    expect(await (await fetch(`${app.url}/?gclid=1`)).text()).toContain('"hasStory":true')
  })

  it('is dropped from the link that a class pastes, too', async () => {
    const link = new URLSearchParams({ link: 'http://x/?prompt=a&lane=greedy&utm_medium=mail' })
    const html = await (await ask(`/class?${link}`)).text()
    expect(html).not.toContain('which cannot be run here')
    expect(html).toContain('greedy')
  })

  it('other names are still named, and so are these in the address of a form', async () => {
    for (const name of ['utm', 'gclids', 'ref', 'UTM_SOURCE', 'xutm_source']) {
      const reply = await ask(`/?prompt=a&${name}=1`)
      expect(reply.status).toBe(200)
      expect(await reply.text()).toContain(`It asks for the field “${name}”, which there is not.`)
    }
    const form = { method: 'POST', body: new URLSearchParams({ prompt: 'a', lane: 'greedy' }) }
    const posted = await ask('/?utm_source=1', form)
    expect(posted.status).toBe(400)
    expect(await posted.text()).toContain('the field “utm_source” in its address, where a form has none')
  })

  it('never leads to another server', async () => {
    for (const path of ['//evil.example/', '/\\evil.example/', '///evil.example']) {
      const { port } = new URL(app.url)
      const location = await new Promise<string | undefined>((resolve, reject) => {
        const sent = request({ port, host: '127.0.0.1', path: `${path}?utm_source=1` }, (reply) => {
          reply.resume()
          resolve(reply.headers.location)
        })
        sent.on('error', reject).end()
      })
      expect(location).toBeUndefined()
    }
  })

  it('leaves every other byte of the query as it was', () => {
    expect(withoutTracking('?a=%20+%F0&utm_x=1&&b')).toBe('?a=%20+%F0&&b')
    expect(withoutTracking('?utm_x=1&b=2')).toBe('b=2')
    expect(withoutTracking('%75tm_x=1&a')).toBe('a')
  })
})
