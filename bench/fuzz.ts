import { openApi } from '../src/web/description/openapi.ts'
import { OPERATIONS } from '../src/web/description/operations.ts'
import { openChatModel } from '../test/models/chat-model.ts'
import { startApp } from '../test/web/running-app.ts'

/**
 * Sends every field of every request values that it does not want, one at a time: `npx tsx bench/fuzz.ts`. An
 * answer of 500, none, or a refusal that is no sentence is printed and counted.
 */

const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  '',
  'x',
  '\u0000',
  '\u202e',
  '\u{1F989}',
  '\ud800',
  '__proto__',
  'nucleus:nan',
  'greedy@none',
  'beam:width=9999',
  '-Infinity',
  'x'.repeat(5000),
  [],
  [[]],
  [null],
  [-1],
  [1e9],
  ['x'],
  [[1, 2]],
  [[1, 'a']],
  Array(300).fill(1),
  Array(300).fill('x'),
  {},
  { a: 1 },
  { 5: 'x' },
  { '-1': 2 },
  { type: 'json_object' },
  [{ role: 'user' }],
]

/** What each route takes; its fields are replaced one by one. */
const VALID: Readonly<Record<string, object>> = {
  '/api/runs': { prompt: 'a', lanes: ['greedy'], maxTokens: 1 },
  '/api/lab': { lanes: ['nucleus:0.9'] },
  '/api/score': { text: 'a' },
  '/api/match': { text: 'The old man', like: 'top-k:4', lane: 'nucleus:0.9' },
  '/api/inspect': { prompt: 'a', lane: 'sample', seed: 1, tokens: [300] },
  '/api/replay': { format: 'nucleus-run', version: 1, request: {}, result: { lanes: [] } },
  '/v1/completions': { prompt: 'a', max_tokens: 1 },
  '/v1/chat/completions': { model: 'tiny-chat', messages: [{ role: 'user', content: 'a' }], max_tokens: 1 },
  '/tokenize': { prompt: 'a' },
  '/detokenize': { tokens: [1] },
}

/** Words that a sentence for people does not have: they are of a library, or of a value nobody wrote. */
const NOT_FOR_PEOPLE = /undefined|\[object|Invalid input|expected .* received|: Invalid|\bat \w+ \(/

interface Described {
  readonly requestBody?: {
    readonly content: Readonly<
      Record<string, { readonly schema: { readonly properties?: Readonly<Record<string, unknown>> } }>
    >
  }
}

const { library, remove } = openChatModel()
const app = await startApp(library)
const { paths } = openApi('') as unknown as { readonly paths: Readonly<Record<string, { post?: Described }>> }
const counts = new Map<number, number>()
let faults = 0

/** `__proto__` has to be written into the JSON: as a key of an object it is none. */
const withField = (valid: object, field: string, value: unknown): string =>
  `${JSON.stringify(valid).slice(0, -1)},${JSON.stringify(field)}:${JSON.stringify(value)}}`

async function send(path: string, body: string): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(app.url + path, { method: 'POST', headers, body })
  const text = await reply.text()
  counts.set(reply.status, (counts.get(reply.status) ?? 0) + 1)
  if (reply.status < 400) return
  const { message = '' } =
    (JSON.parse(text) as { readonly error?: { readonly message?: string } }).error ?? {}
  if (reply.status < 500 && message.length > 9 && message.endsWith('.') && !NOT_FOR_PEOPLE.test(message))
    return
  faults++
  console.log(`${reply.status} ${path} ${body.slice(0, 200)}\n    ${message.slice(0, 300)}`)
}

for (const { path, method } of OPERATIONS) {
  const valid = VALID[path]
  if (method !== 'post' || valid === undefined) continue
  const { properties = {} } = paths[path]?.post?.requestBody?.content['application/json']?.schema ?? {}
  for (const field of [...Object.keys(properties), 'unknown', '__proto__', 'constructor']) {
    for (const value of VALUES) await send(path, withField(valid, field, value))
  }
}
await app.close()
remove()
const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
console.log(`${total} requests: ${[...counts].map(([status, count]) => `${count} x ${status}`).join(', ')}`)
console.log(`${faults} answers that are no sentence for people, or a failure`)
process.exit(faults === 0 ? 0 : 1)
