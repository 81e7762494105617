import { expect, it } from 'vitest'
import { useApp } from '../running-app.ts'

const app = useApp()

it.each([
  ['GET', '/v1/models/%ff'],
  ['POST', '/models/%zz/cancel'],
  ['DELETE', '/api/models/%E0%A4'],
  ['GET', '/assets/%'],
])('%s %s is no address, and the answer states how to write one', async (method, path) => {
  const reply = await fetch(app.url + path, { method })
  expect(reply.status).toBe(400)
  expect((await reply.json()).error).toMatchObject({
    code: 'bad-encoding',
    message:
      'The address cannot be read: write text in it as UTF-8, each byte as % with two hexadecimal ' +
      'digits, and % as %25.',
  })
})
