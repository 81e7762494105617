import type { Check } from './serving/check.ts'
import { report } from './serving/check.ts'
import { givenUp, post, watchRun } from './serving/client.ts'
import { type BenchServer, startServer } from './serving/server.ts'

/**
 * What a server of many bears: how late its event loop is through the heaviest requests, a class of thirty, a
 * small run beside a large one, first tokens, and the start. The server is a process of its own. `--json`
 * prints JSON; the exit status is 1 where a bar is missed by over a tenth. `--long` holds 200 connections for
 * 30 seconds instead of 8.
 */
const PROMPT = 'The lighthouse keeper had not spoken to anyone for three weeks, and when the supply boat'
const LATEST = 100
const USUALLY = 20
/** Milliseconds after which whoever asked for a score goes away: all twenty would take minutes. */
const SCORING = 8000

const server = await startServer()
try {
  const checks = [
    { name: 'ready to listen', measured: server.listened / 1000, unit: 's', bar: 2 },
    ...(await eventLoop(server)),
    ...(await crowd(server)),
    ...(await firstTokens(server)),
  ]
  report(checks, process.argv.includes('--json'))
} finally {
  server.close()
}

async function eventLoop({ url, delays }: BenchServer): Promise<Check[]> {
  const models = (await (await fetch(`${url}/api/models`)).json()) as { id: string; state: string }[]
  const large = models.find(({ id, state }) => id.startsWith('smollm2') && /loaded|downloaded/.test(state))
  const text = 'The old man looked at the sea and said that nobody would come back. '.repeat(300)
  const logits = Array.from({ length: 50_000 }, (_, index) => ((index * 7919) % 50_021) / 5000)
  const rows = (lanes: number, samples: number, maxTokens: number) =>
    watchRun(url, { prompt: PROMPT, lanes: Array(lanes).fill('nucleus:0.9'), samples, maxTokens, seed: 1 })
  const scenes: [string, () => Promise<unknown>][] = [
    ['128 rows', () => rows(4, 32, 60)],
    ['8 lanes x 400', () => rows(8, 1, 400)],
    ...(large
      ? [
          [
            `${large.id}, a prompt of 4,000 tokens`,
            () =>
              watchRun(url, {
                prompt: text.slice(0, 16_000),
                model: large.id,
                lanes: ['greedy'],
                maxTokens: 5,
              }),
          ] as [string, () => Promise<unknown>],
        ]
      : []),
    [
      'twenty long scores at once',
      () => Promise.all(Array.from({ length: 20 }, () => givenUp(url, '/api/score', { text }, SCORING))),
    ],
    [
      'the lab with 50,000 logits and 12 lanes',
      async () => {
        const body = { logits, lanes: Array(12).fill('temperature:0.9+nucleus:0.9') }
        return (await post(url, '/api/lab', body)).arrayBuffer()
      },
    ],
    ['self-BLEU of 32 x 480 tokens', () => rows(1, 32, 480)],
    [
      '200 connections on all routes',
      () => connections(url, process.argv.includes('--long') ? 30_000 : 8000),
    ],
  ]
  const checks: Check[] = []
  await delays()
  // What the machine does to a server that has nothing to do.
  await new Promise((resolve) => setTimeout(resolve, 5000))
  const idle = await delays()
  console.error(
    `event loop of the idle server: 99th percentile ${idle.p99.toFixed(1)} ms, longest ` +
      `${idle.longest.toFixed(0)} ms`,
  )
  for (const [name, work] of scenes) {
    await work()
    const { p99, longest } = await delays()
    checks.push({ name: `event loop, ${name}: 99th percentile`, measured: p99, unit: 'ms', bar: USUALLY })
    checks.push({ name: `event loop, ${name}: longest`, measured: longest, unit: 'ms', bar: LATEST })
  }
  return checks
}

/** So many clients that ask for one page or small reply after another. */
async function connections(url: string, milliseconds: number): Promise<void> {
  const routes = [
    '/',
    '/lab',
    '/learn',
    '/gallery',
    '/models',
    '/healthz',
    '/api/models',
    '/api/strategies',
    '/metrics',
  ]
  const until = performance.now() + milliseconds
  const client = async (number: number) => {
    for (let turn = number; performance.now() < until; turn++) {
      await (await fetch(url + routes[turn % routes.length]!)).arrayBuffer()
    }
  }
  await Promise.all(Array.from({ length: 200 }, (_, number) => client(number)))
}

async function crowd({ url }: BenchServer): Promise<Check[]> {
  const run = (seed: number) =>
    watchRun(url, { prompt: PROMPT, lanes: ['greedy', 'top-k:40', 'nucleus:0.9'], maxTokens: 100, seed })
  const small = (seed: number) =>
    watchRun(url, { prompt: PROMPT, lanes: ['nucleus:0.9'], maxTokens: 100, seed })
  await run(99)
  let start = performance.now()
  for (let seed = 0; seed < 10; seed++) await run(seed)
  const oneByOne = 3 * (performance.now() - start)
  start = performance.now()
  const seen = await Promise.all(Array.from({ length: 30 }, (_, seed) => run(seed)))
  const together = performance.now() - start
  for (const { error } of seen) if (error !== undefined) console.error(error)
  const first = seen.map(({ firstToken }) => firstToken).sort((a, b) => a - b)
  const alone = median([await small(1), await small(2), await small(3)].map(({ whole }) => whole))
  const abort = new AbortController()
  const large = await fetch(`${url}/api/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ prompt: PROMPT, lanes: ['sample', 'top-k:40'], samples: 32, maxTokens: 450 }),
    signal: abort.signal,
  })
  const reading = large.text().catch(() => '')
  const beside = median([await small(1), await small(2), await small(3)].map(({ whole }) => whole))
  abort.abort()
  await reading
  return [
    {
      name: '30 clients x 3 lanes: refused or failed',
      measured: seen.filter(({ error }) => error).length,
      unit: 'runs',
      bar: 0,
    },
    {
      name: '30 clients x 3 lanes, against one after another',
      measured: together / oneByOne,
      unit: 'x',
      bar: 0.4,
    },
    {
      name: 'first token of 95% of them, against the whole',
      measured: first[28]! / together,
      unit: 'x',
      bar: 0.1,
    },
    { name: 'one lane beside 64 rows, against alone', measured: beside / alone, unit: 'x', bar: 4 },
  ]
}

async function firstTokens({ url }: BenchServer): Promise<Check[]> {
  const time = async (lanes: number, seed: number) => {
    const prompt = `${seed} ${PROMPT}`
    // Long enough for the first token not to come with the run's end.
    return (await watchRun(url, { prompt, lanes: Array(lanes).fill('nucleus:0.9'), maxTokens: 20, seed }))
      .firstToken
  }
  const [one, eight]: [number[], number[]] = [[], []]
  for (let seed = 0; seed < 11; seed++) {
    one.push(await time(1, 2 * seed))
    eight.push(await time(8, 2 * seed + 1))
  }
  return [
    { name: 'first token of one lane', measured: median(one), unit: 'ms', bar: 300 },
    {
      name: 'first token of 8 lanes, against one',
      measured: median(eight) / median(one),
      unit: 'x',
      bar: 1.2,
    },
  ]
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}
