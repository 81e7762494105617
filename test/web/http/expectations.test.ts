import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { useApp } from '../running-app.ts'

const app = useApp()

/** What is answered to a request as it is, byte by byte. */
async function answerTo(...head: string[]): Promise<{ status: string; error: Record<string, string> }> {
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1').setEncoding('utf8')
  socket.write(`${[...head, 'Connection: close', '', ''].join('\r\n')}`)
  const reply = (await socket.toArray()).join('')
  const { error } = JSON.parse(reply.slice(reply.indexOf('\r\n\r\n') + 4))
  return { status: /^HTTP\/1\.1 (\d+)/.exec(reply)?.[1] ?? '', error }
}

it.each(['GET /api/models', 'GET /', 'POST /v1/completions'])(
  '%s that expects what is not done is refused in a sentence',
  async (line) => {
    const { status, error } = await answerTo(`${line} HTTP/1.1`, 'Host: localhost', 'Expect: a-pony')
    expect(status).toBe('417')
    expect(error).toMatchObject({
      code: 'bad-expectation',
      message: 'This server cannot do what the request expects, "a-pony"; leave the Expect header out.',
    })
  },
)

it.each(['GET /api/models', 'GET /', 'POST /v1/completions'])(
  '%s without a host is refused with what is missing',
  async (line) => {
    for (const version of ['1.1', '1.0']) {
      const { status, error } = await answerTo(`${line} HTTP/${version}`)
      expect(status).toBe('400')
      expect(error).toMatchObject({
        code: 'bad-request',
        message: 'The request names no host; send a Host header with the address of this server.',
      })
    }
  },
)
