import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLibrary } from '../../../src/composition.ts'
import { cases } from '../../helpers/thorough.ts'
import { type RunningApp, startApp } from '../running-app.ts'

const TOKEN = 'a-token-for-tests-only'

let app: RunningApp
let closed: RunningApp
beforeAll(async () => {
  app = await startApp()
  closed = await startApp(openLibrary(), undefined, {
    site: {
      hosts: ['playground.example', '192.168.7.7'],
      origins: ['https://friend.example'],
      token: TOKEN,
      managesModels: false,
    },
  })
})
afterAll(() => Promise.all([app.close(), closed.close()]))

interface Reply {
  readonly status: number
  readonly body: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** `fetch` leaves neither `Host` nor `Sec-Fetch-*` to its caller. */
const ask = (url: string, path: string, headers: Record<string, string> = {}, method = 'GET', body = '') =>
  new Promise<Reply>((resolve, reject) => {
    const { port } = new URL(url)
    const options = { port, host: '127.0.0.1', path, method, headers }
    const sent = httpRequest(options, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part) => {
        text += part
      })
      response.on('end', () => {
        resolve({ status: response.statusCode!, body: text, headers: response.headers })
      })
    })
    sent.on('error', reject).end(body)
  })

const JSON_TYPE = { 'content-type': 'application/json' }
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' }
const BEARER = { authorization: `Bearer ${TOKEN}` }

describe('the host that is asked for', () => {
  it.each(['localhost', 'LOCALHOST:3000', '127.0.0.1:1', '127.9.9.9', '[::1]:3000', 'nucleus.localhost'])(
    '%s is this computer',
    async (host) => {
      expect((await ask(app.url, '/api/strategies', { host })).status).toBe(200)
    },
  )

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '192.168.7.8', 'a:b:c', '['])(
    '%s is refused, whatever is asked',
    async (host) => {
      for (const path of ['/', '/healthz', '/icon.svg', '/api/models']) {
        const { status, body } = await ask(app.url, path, { host })
        expect(status).toBe(421)
        expect(JSON.parse(body).error.code).toBe('unknown-host')
      }
      expect((await ask(app.url, '/api/models/gpt2/download', { host }, 'POST')).status).toBe(421)
    },
  )

  it('has to be named: a request without it is refused with what is missing', async () => {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1').setEncoding('utf8')
    socket.end('GET /healthz HTTP/1.0\r\n\r\n')
    const reply = (await socket.toArray()).join('')
    expect(reply).toMatch(/^HTTP\/1\.1 400 /)
    expect(reply).toContain('The request names no host; send a Host header with the address of this server.')
  })

  it('is also what the configuration names', async () => {
    for (const host of ['playground.example', 'Playground.Example:3000', '192.168.7.7']) {
      expect((await ask(closed.url, '/healthz', { host })).status).toBe(200)
    }
  })
})

describe('what another site’s page asks for', () => {
  const foreign = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ]
  const posts: [string, Record<string, string>, string][] = [
    ['/', FORM_TYPE, 'prompt=x&lane=greedy'],
    ['/lab', FORM_TYPE, 'lane=greedy'],
    ['/api/runs', JSON_TYPE, '{"prompt":"x","lanes":["greedy"],"maxTokens":1}'],
    ['/api/lab', JSON_TYPE, '{"lanes":["greedy"]}'],
    ['/api/score', JSON_TYPE, '{"text":"x"}'],
    ['/api/replay', JSON_TYPE, '{}'],
    ['/v1/completions', JSON_TYPE, '{"prompt":"x","max_tokens":1}'],
    ['/models/gpt2/download', FORM_TYPE, ''],
    ['/api/models/gpt2/download', JSON_TYPE, ''],
  ]
  it.each(posts)('POST %s is refused', async (path, type, body) => {
    for (const headers of foreign) {
      const { status, body: answer } = await ask(app.url, path, { ...type, ...headers }, 'POST', body)
      expect([status, answer]).toEqual([403, expect.stringContaining('Another site’s page asked for this')])
    }
  })

  it('as a picture or a script computes nothing', async () => {
    for (const path of ['/lab?lane=greedy', '/?prompt=x', '/api/models', '/api/environment', '/metrics']) {
      for (const mode of ['no-cors', 'cors']) {
        const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': mode, 'sec-fetch-dest': 'image' }
        expect((await ask(app.url, path, headers)).status).toBe(403)
      }
    }
  })

  const LINK = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  it('by a link that computes: the person is asked first', async () => {
    for (const path of ['/lab?lane=nucleus:0.9&word=%3Cb%3E', '/?prompt=x%22onload=&lane=greedy']) {
      const { status, body } = await ask(app.url, path, LINK)
      expect(status).toBe(200)
      expect(body).toContain('A link from another site')
      expect(body).toContain(`href="${path.replaceAll('&', '&amp;')}"`)
      expect(body).not.toContain('<b>')
      const opened = await ask(app.url, path, { ...LINK, 'sec-fetch-site': 'same-origin' })
      expect(opened.body).not.toContain('A link from another site')
    }
  })

  it('by a link to a page alone: the page', async () => {
    for (const path of ['/', '/lab', '/learn', '/gallery', '/models']) {
      expect((await ask(app.url, path, LINK)).body).not.toContain('A link from another site')
    }
  })

  it('from an origin that the configuration names: it is answered', async () => {
    const headers = {
      ...BEARER,
      ...JSON_TYPE,
      origin: 'https://friend.example',
      'sec-fetch-site': 'cross-site',
    }
    expect((await ask(closed.url, '/api/lab', headers, 'POST', '{"lanes":["greedy"]}')).status).toBe(200)
  })
})

describe('an access token', () => {
  it('is asked for by everything but health, styles and the login form', async () => {
    for (const path of ['/api/models', '/v1/models', '/metrics', '/api/strategies']) {
      const { status, headers, body } = await ask(closed.url, path)
      expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer realm="nucleus"'])
      expect(JSON.parse(body).error.message).toContain('Authorization: Bearer TOKEN')
      expect((await ask(closed.url, path, BEARER)).status).toBe(200)
      expect((await ask(closed.url, path, { authorization: `Bearer ${TOKEN}x` })).status).toBe(401)
    }
    for (const path of ['/healthz', '/readyz', '/icon.svg', '/login']) {
      expect((await ask(closed.url, path)).status).toBe(200)
    }
  })

  it('is given in a form, and then in a cookie that scripts and other sites cannot use', async () => {
    const html = { accept: 'text/html' }
    const sent = await ask(closed.url, '/lab?lane=greedy', html)
    expect([sent.status, sent.headers.location]).toEqual([303, '/login?next=%2Flab%3Flane%3Dgreedy'])
    const form = `token=${TOKEN}&next=${encodeURIComponent('/lab?lane=greedy')}`
    const wrong = await ask(closed.url, '/login', FORM_TYPE, 'POST', form.replace(TOKEN, 'no'))
    expect([wrong.status, wrong.headers['set-cookie']]).toEqual([403, undefined])
    const right = await ask(closed.url, '/login', FORM_TYPE, 'POST', form)
    expect([right.status, right.headers.location]).toEqual([303, '/lab?lane=greedy'])
    const [cookie = ''] = right.headers['set-cookie'] as string[]
    expect(cookie).toMatch(/HttpOnly; SameSite=Lax$/)
    expect(cookie).not.toContain(TOKEN)
    const [pair = ''] = cookie.split(';')
    expect((await ask(closed.url, '/lab?lane=greedy', { ...html, cookie: pair })).status).toBe(200)
    expect((await ask(closed.url, '/', { ...html, cookie: `${pair}0` })).status).toBe(303)
  })

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/a\nb', ''])(
    'never leads to %j',
    async (next) => {
      const form = `token=${TOKEN}&next=${encodeURIComponent(next)}`
      expect((await ask(closed.url, '/login', FORM_TYPE, 'POST', form)).headers.location).toBe('/')
    },
  )

  it('does not let models be managed unless that is allowed too', async () => {
    for (const [method, path] of [
      ['POST', '/api/models/gpt2/download'],
      ['DELETE', '/api/models/gpt2/download'],
      ['DELETE', '/api/models/gpt2'],
      ['POST', '/models/gpt2/download'],
    ] as const) {
      const { status, body } = await ask(closed.url, path, BEARER, method)
      expect([status, JSON.parse(body).error.code]).toEqual([403, 'models-not-managed'])
    }
  })
})

describe('the page of models', () => {
  it('offers to manage them only where that is allowed', async () => {
    const { body } = await ask(closed.url, '/models', BEARER)
    expect(body).toContain('Whoever runs this server fetches and removes its models')
    expect(body).not.toMatch(/action="\/models\/|Look up<|aria-label="(Remove|Download)/)
    expect(body).toContain('aria-label="Use: ')
    const own = await ask(app.url, '/models')
    expect(own.body).toContain('action="/models/look-up"')
    expect(own.body).not.toContain('Whoever runs this server')
  })
})

describe('a fault', () => {
  const mounts = [
    '/icon.svg',
    '/fonts/inter/inter-latin-wght-normal.woff2',
    '/vendor/d3.min.js',
    '/vendor/plot.umd.min.js',
  ]
  it.each(mounts)('in the range asked of %s is a sentence, without a path or a stack', async (path) => {
    expect((await ask(app.url, path)).status).toBe(200)
    for (const accept of ['text/html', '*/*']) {
      const { status, body } = await ask(app.url, path, { accept, range: 'bytes=99999999-' })
      expect(status).toBe(416)
      expect(body).toContain('The file has no such range')
      expect(body).not.toMatch(/node_modules|\.ts:|at [A-Z]\w+ /)
    }
  })

  const addresses = [
    '/%',
    '/css/%00',
    '/css/..%2f..%2fpackage.json',
    '/fonts/inter/%ff',
    '/vendor/..%5cx',
    '/%c0%ae',
  ]
  it.each(addresses)('in the address %s is a sentence too', async (path) => {
    for (const accept of ['text/html', '*/*']) {
      const { status, body } = await ask(app.url, path, { accept })
      expect([400, 403, 404]).toContain(status)
      expect(body).not.toMatch(/node_modules|\.ts:|at [A-Z]\w+ |"name"/)
    }
  })
})

it('40,000 digits in a field of the lab keep nobody waiting', { timeout: 15_000 }, async () => {
  const digits = '9'.repeat(40_000)
  const form = `word=a&value=${digits}&word=b&value=1&lane=nucleus:0.${digits}`
  const { status, body } = await ask(app.url, '/lab', { accept: 'text/html', ...FORM_TYPE }, 'POST', form)
  expect([status, body.includes('<html')]).toEqual([200, true])
})

describe('names that every object has', () => {
  const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf']
  const fields = [
    'do',
    'preset',
    'lane',
    'mode',
    'was-mode',
    'show',
    'word',
    'value',
    'remove',
    'prompt',
    'model',
  ]
  it.each(names.slice(0, cases(2, names.length)))('%s is no choice anywhere', async (name) => {
    const html = { accept: 'text/html' }
    for (const path of ['/lab', '/', '/models', '/gallery', '/learn']) {
      for (const field of fields) {
        const { status } = await ask(app.url, `${path}?${field}=${name}`, html)
        expect([path, field, status < 500]).toEqual([path, field, true])
        // Compare runs what is posted: not for long.
        const form = `${field}=${name}&maxTokens=1`
        const posted = await ask(app.url, path, { ...html, ...FORM_TYPE }, 'POST', form)
        expect([path, field, posted.status < 500]).toEqual([path, field, true])
      }
      expect((await ask(app.url, `${path}?${name}=1`, html)).status).toBeLessThan(500)
    }
    for (const path of [
      `/gallery/${name}`,
      `/models/${name}/download`,
      `/api/models/${name}`,
      `/v1/models/${name}`,
    ]) {
      expect((await ask(app.url, path, html)).status).toBeLessThan(500)
      expect((await ask(app.url, path, html, 'POST')).status).toBeLessThan(500)
    }
    for (const lane of [name, `nucleus:${name}=1`, `greedy@${name}`, `${name}:1`]) {
      const run = JSON.stringify({ prompt: 'x', lanes: [lane], maxTokens: 1 })
      for (const path of ['/api/runs', '/api/lab', '/api/score']) {
        expect((await ask(app.url, path, JSON_TYPE, 'POST', run)).status).toBeLessThan(500)
      }
      expect((await ask(app.url, `/api/engines?lane=${name}`)).status).toBeLessThan(500)
    }
  })
})
