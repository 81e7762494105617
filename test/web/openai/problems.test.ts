import type { AddressInfo } from 'node:net'
import express from 'express'
import { expect, it } from 'vitest'
import { UserError } from '../../../src/errors.ts'
import { handleOpenAiProblem } from '../../../src/web/openai/problems.ts'

/** The reply to a request that fails with an error. */
async function replyTo(error: Error) {
  const app = express()
  app.get('/', () => {
    throw error
  })
  app.use(handleOpenAiProblem)
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const reply = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const { error: problem } = await reply.json()
  server.close()
  return { status: reply.status, retryAfter: reply.headers.get('retry-after'), ...problem }
}

it('a server that is busy reports it as OpenAI does, and when to come back', async () => {
  expect(await replyTo(new UserError('busy', 'Twenty runs are waiting.'))).toEqual({
    status: 429,
    retryAfter: '5',
    message: 'Twenty runs are waiting.',
    type: 'rate_limit_error',
    param: null,
    code: 'rate_limit_exceeded',
  })
})

it('other failures have no time to come back', async () => {
  expect(await replyTo(new UserError('model-broken', 'The file is damaged.'))).toMatchObject({
    status: 503,
    retryAfter: null,
    type: 'server_error',
  })
})

it('a field may be named as every object’s own are', async () => {
  for (const field of ['constructor', '__proto__']) {
    const error = new UserError('bad-request', 'It is not offered.', field)
    expect(await replyTo(error)).toMatchObject({ param: field })
  }
})
