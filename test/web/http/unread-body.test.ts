import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../running-app.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())

const JSON_TYPE = 'application/json'
const FORM_TYPE = 'application/x-www-form-urlencoded'
const valid = '{"prompt":"The old man","lanes":["greedy"],"max_tokens":1}'
const latin1 = Buffer.from(valid.replace('old', 'öld'), 'latin1')

async function send(path: string, body: Buffer | string, headers: Record<string, string>) {
  const reply = await fetch(app.url + path, { method: 'POST', headers, body: body as BodyInit })
  const { error } = (await reply.json()) as { error: { code: string; message: string } }
  return [reply.status, error.code, error.message]
}

/** Every route that takes JSON reads its body in one way. */
describe.each(['/api/runs', '/api/replay', '/v1/completions', '/tokenize', '/api/lab'])('POST %s', (path) => {
  const faults: [string, Buffer | string, Record<string, string>, unknown[]][] = [
    [
      'in a charset that is not read',
      valid,
      { 'content-type': 'application/json; charset=latin1' },
      [415, 'bad-encoding', 'The body’s charset is "latin1", which is not read here; send it as UTF-8.'],
    ],
    [
      'in an encoding that is not read',
      valid,
      { 'content-type': JSON_TYPE, 'content-encoding': 'compress' },
      [
        415,
        'bad-encoding',
        'The body’s content-encoding is "compress", which is not read here; send it as gzip, deflate ' +
          'or br, or as it is.',
      ],
    ],
    [
      'that is not gzip, but is labelled as it',
      valid,
      { 'content-type': JSON_TYPE, 'content-encoding': 'gzip' },
      [
        400,
        'bad-encoding',
        'The body is not compressed as its content-encoding states; compress it so, or send it as it is.',
      ],
    ],
    [
      'that is not brotli, but is labelled as it',
      valid,
      { 'content-type': JSON_TYPE, 'content-encoding': 'br' },
      [
        400,
        'bad-encoding',
        'The body is not compressed as its content-encoding states; compress it so, or send it as it is.',
      ],
    ],
    [
      'with bytes that are no UTF-8',
      latin1,
      { 'content-type': JSON_TYPE },
      [400, 'bad-encoding', 'The body holds bytes that are no UTF-8; write its text as UTF-8.'],
    ],
    [
      'that breaks off',
      '{"prompt":',
      { 'content-type': JSON_TYPE },
      [400, 'bad-json', 'The body is not JSON: it ends too early; send a JSON object.'],
    ],
  ]
  it.each(faults)('with a body %s', async (_, body, headers, expected) => {
    expect(await send(path, body, headers)).toEqual(expected)
  })

  it.each(['null', '5', '"text"', 'true'])('with %s names what is expected', async (body) => {
    const [status, code, message] = await send(path, body, { 'content-type': JSON_TYPE })
    expect([status, ['bad-request', 'bad-run-file'].includes(String(code))]).toEqual([400, true])
    expect(message).not.toContain('not JSON')
  })
})

it('bodies in gzip and in UTF-16 are read', async () => {
  const zipped = gzipSync(valid.replace('"max_tokens":1', '"maxTokens":1'))
  const headers = { 'content-type': JSON_TYPE, 'content-encoding': 'gzip' }
  const reply = await fetch(`${app.url}/api/runs`, { method: 'POST', headers, body: zipped as BodyInit })
  expect(reply.status).toBe(200)
  const wide = Buffer.from('{"prompt":"öld"}', 'utf16le')
  const tokens = await fetch(`${app.url}/tokenize`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-16le' },
    body: wide as BodyInit,
  })
  expect([tokens.status, (await tokens.json()).count]).toEqual([200, expect.any(Number)])
})

it('forms and addresses with bytes that are no UTF-8 are refused too', async () => {
  expect(await send('/', 'prompt=%ff', { 'content-type': FORM_TYPE })).toEqual([
    400,
    'bad-encoding',
    'The form holds bytes that are no UTF-8; write its text as UTF-8.',
  ])
  const link = await fetch(`${app.url}/api/engines?lane=%e9`)
  expect([link.status, (await link.json()).error.message]).toEqual([
    400,
    'The address holds bytes that are no UTF-8; write its text as UTF-8.',
  ])
  expect((await fetch(`${app.url}/?prompt=100%25+%C3%B6%`)).status).toBe(200)
})

it.each(['/api/runs', '/api/replay', '/v1/completions'])(
  'a million brackets to %s are not parsed',
  async (path) => {
    const body = '['.repeat(10 ** 6) + ']'.repeat(10 ** 6)
    expect(await send(path, body, { 'content-type': JSON_TYPE })).toEqual([
      413,
      'too-large',
      'The body’s lists and objects may be 64 deep; send less.',
    ])
  },
)

it.each(['multipart/form-data; boundary=x', 'application/xml', 'a'])(
  'a form sent as %s is refused, not taken as an empty one',
  async (type) => {
    for (const path of ['/', '/lab']) {
      const body = 'prompt=HELLO&lane=greedy'
      const headers = { 'content-type': type, accept: 'text/html' }
      const reply = await fetch(app.url + path, { method: 'POST', headers, body })
      expect(reply.status).toBe(400)
      expect(await reply.text()).toContain('application/x-www-form-urlencoded')
    }
  },
)
