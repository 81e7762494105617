import { expect, it } from 'vitest'
import { refusalOf } from '../../../src/page/ui/fetch-json.ts'

it('takes why a server refused from its answer, and reports it where it gives no reason', async () => {
  const problem = { code: 'too-large', message: 'It is too large.' }
  expect((await refusalOf(Response.json({ error: problem }, { status: 413 }))).problem).toEqual(problem)
  for (const body of ['null', '{}', '<p>Bad gateway</p>', '']) {
    const { message } = await refusalOf(new Response(body, { status: 502 }))
    expect(message).toBe('The server answered 502 without saying why.')
  }
})
