import { expect, it } from 'vitest'
import { OPERATIONS } from '../../../src/web/description/operations.ts'
import { useApp } from '../running-app.ts'

const app = useApp()

const FORM_TYPE = 'application/x-www-form-urlencoded'

const messageOf = async (reply: Response) => (await reply.json()).error

const posted = OPERATIONS.filter(({ method }) => method === 'post').map(({ path }) =>
  path.replace('{id}', 'gpt2'),
)

it.each(posted)('POST %s refuses an option in its address', async (path) => {
  const reply = await fetch(`${app.url + path}?shape=5`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"prompt":"x","lanes":["greedy"],"maxTokens":1}',
  })
  expect(reply.status).toBe(400)
  const error = await messageOf(reply)
  expect(error.message).toBe(`POST ${path} reads no "shape" in its address; put it in the JSON body.`)
  expect(error.field ?? error.param).toBe('shape')
})

it.each([
  [
    'GET',
    '/api/models?state=loaded',
    'state',
    'GET /api/models reads no "state" in its address; leave it out.',
  ],
  [
    'GET',
    '/api/strategies?__proto__=1',
    '__proto__',
    'GET /api/strategies reads no "__proto__" in its address; leave it out.',
  ],
  [
    'GET',
    '/api/environment?modle=x',
    'modle',
    'GET /api/environment reads no "modle" in its address; leave it out.',
  ],
  ['GET', '/api/engines?lane=greedy&x=1', 'x', 'GET /api/engines reads no "x" in its address; leave it out.'],
  [
    'GET',
    '/api/environment?model=a&model=b',
    'model',
    'GET /api/environment reads one "model" in its address, got 2; keep one.',
  ],
  ['GET', '/API/Models/?x', 'x', 'GET /API/Models/ reads no "x" in its address; leave it out.'],
  ['GET', '/openapi.json?v=2', 'v', 'GET /openapi.json reads no "v" in its address; leave it out.'],
  ['HEAD', '/openapi.json?v=2', 'v', ''],
  ['GET', '/metrics?name[]=up', 'name[]', 'GET /metrics reads no "name[]" in its address; leave it out.'],
  [
    'GET',
    '/results/manifest.json?format=csv',
    'format',
    'GET /results/manifest.json reads no "format" in its address; leave it out.',
  ],
  ['GET', '/class/votes?test=a', 'test', 'GET /class/votes reads no "test" in its address; leave it out.'],
  ['GET', '/class/blind?seed=5', 'seed', 'GET /class/blind reads no "seed" in its address; leave it out.'],
  [
    'POST',
    '/class/votes?test=a',
    'test',
    'POST /class/votes reads no "test" in its address; put it in the JSON body.',
  ],
  [
    'DELETE',
    '/api/models/gpt2?force=1',
    'force',
    'DELETE /api/models/gpt2 reads no "force" in its address; leave it out.',
  ],
])('%s %s is refused too', async (method, path, field, message) => {
  const reply = await fetch(app.url + path, { method })
  expect(reply.status).toBe(400)
  if (method !== 'HEAD') expect(await messageOf(reply)).toEqual({ code: 'bad-request', message, field })
})

it.each(['/models/look-up', '/models/gpt2/cancel'])('POST %s has its fields in its form', async (path) => {
  const reply = await fetch(`${app.url + path}?dtype=q4`, {
    method: 'POST',
    headers: { 'content-type': FORM_TYPE, accept: 'text/html' },
    body: 'repository=a',
  })
  expect(reply.status).toBe(400)
  expect(await reply.text()).toContain(
    `POST ${path} reads no &quot;dtype&quot; in its address; put it in the form.`,
  )
})

it.each([
  '/api/environment?model=books-13m&lane=greedy&lane=nucleus:0.9',
  '/api/engines?lane=greedy',
  // Clients and probes add what is theirs where nothing is asked for.
  '/v1/models?user=me',
  '/healthz?now=1',
])('GET %s is answered', async (path) => {
  expect((await fetch(app.url + path)).status).toBe(200)
})

it('a lane that is wrong is the field at fault', async () => {
  const reply = await fetch(`${app.url}/api/environment?lane=greedy&lane=zz`)
  expect([reply.status, (await messageOf(reply)).field]).toEqual([400, 'lane'])
})

it('every parameter that the description names is read', async () => {
  for (const { path, query } of OPERATIONS) {
    for (const name of Object.keys(query?.shape ?? {})) {
      const reply = await fetch(`${app.url + path}?${name}=nothing`)
      expect([path, name, await reply.text()]).toEqual([
        path,
        name,
        expect.not.stringContaining('in its address'),
      ])
    }
  }
})
