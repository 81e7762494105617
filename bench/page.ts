import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import type { Page } from 'playwright-core'
import { projectRoot } from '../src/project.ts'
import { openBrowser } from '../test/browser/browser.ts'
import { INPUTS, interact, processorTime, watchPage } from './page-probe.ts'

/**
 * What it costs to watch: a run of 8 lanes and 256 tokens streamed to the page, against the same run streamed
 * to a client that throws the events away while the same page is open and idle, in pairs; and how long
 * the page takes to answer a person meanwhile. Server, browser and client are processes of their own, as in
 * use. Times are this machine's, ratios of one run less so.
 */
const LANES = [0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95].map((p) => `nucleus:${p}`)
const TOKENS = 256
const ROUNDS = 9
const ANSWERS = 6
const PROMPT =
  'The lighthouse keeper had not spoken to anyone for three weeks, and when the supply boat finally came'

const port = await freePort()
const url = `http://127.0.0.1:${port}`
const server = spawn(process.execPath, ['bin/nucleus.js', 'serve'], {
  cwd: projectRoot,
  env: { ...process.env, HOST: '127.0.0.1', PORT: String(port) },
  stdio: ['ignore', 'ignore', 'inherit'],
})
const browser = await openBrowser()
try {
  await ready()
  await measure()
} finally {
  await browser.close()
  server.kill('SIGTERM')
}

async function measure(): Promise<void> {
  const rounds: { ignored: number; watched: Watched; used: Watched }[] = []
  for (let seed = 0; seed <= ROUNDS; seed++) {
    const ignored = await onPage(seed, () => ignoring(seed))
    const watched = await onPage(seed, (page) => watching(page, false))
    const used = await onPage(seed, (page) => watching(page, true))
    if (seed > 0) rounds.push({ ignored, watched, used })
  }
  const of = (pick: (round: (typeof rounds)[number]) => number) => median(rounds.map(pick))
  const rows = [
    [
      'the run, its events thrown away beside an idle page',
      `${(of(({ ignored }) => ignored) / 1000).toFixed(1)} s`,
    ],
    [
      'watched, against thrown away',
      `${of(({ watched, ignored }) => watched.milliseconds / ignored).toFixed(3)}x`,
    ],
    [
      'processor time of the page’s main thread meanwhile',
      `${(100 * of(({ watched }) => watched.busy)).toFixed(0)}%`,
    ],
    [
      `longest of ${INPUTS * ANSWERS} answers while it streams`,
      `${of(({ used }) => used.streaming).toFixed(0)} ms`,
    ],
    [
      `longest of ${INPUTS * ANSWERS} answers on the finished page`,
      `${of(({ watched }) => watched.finished).toFixed(0)} ms`,
    ],
  ]
  console.log(`${LANES.length} lanes of ${TOKENS} tokens, median of ${ROUNDS} rounds after one warm-up\n`)
  console.log('| | |\n| --- | ---: |')
  for (const row of rows) console.log(`| ${row.join(' | ')} |`)
}

/** The server's own time for a run that a client reads and throws away. */
async function ignoring(seed: number): Promise<number> {
  const script = `
    const response = await fetch('${url}/api/runs', { method: 'POST', headers: { 'content-type': 'application/json', accept: 'text/event-stream' }, body: process.env.REQUEST })
    let last = ''
    for await (const chunk of response.body) last = (last + Buffer.from(chunk).toString()).slice(-100_000)
    console.log(JSON.parse(last.slice(last.lastIndexOf('data: ') + 6)).milliseconds)`
  const request = JSON.stringify({ prompt: PROMPT, lanes: LANES, maxTokens: TOKENS, seed })
  const client = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, REQUEST: request },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  for await (const chunk of client.stdout) output += chunk
  return Number(output)
}

interface Watched {
  /** The server's own time. */
  readonly milliseconds: number
  /** Processor time of the main thread, as a share of the time that passed. */
  readonly busy: number
  /** Longest answers to a person, in milliseconds; 0 where nobody did anything. */
  readonly streaming: number
  readonly finished: number
}

/** Everything is measured on a fresh page that has come to rest, as when a person presses the button. */
async function onPage<Result>(seed: number, measureOn: (page: Page) => Promise<Result>): Promise<Result> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await watchPage(page)
  await page.goto(link(seed))
  await page.fill('#prompt', PROMPT)
  await page.waitForTimeout(2000)
  const result = await measureOn(page)
  await context.close()
  return result
}

async function watching(page: Page, isUsed: boolean): Promise<Watched> {
  const processor = await processorTime(page)
  const [start, before] = [performance.now(), await processor()]
  await page.click('.composer-actions button[type="submit"]')
  const streaming = isUsed ? await interact(page, ANSWERS) : 0
  const milliseconds = await ended(page)
  const busy = ((await processor()) - before) / (performance.now() - start)
  const finished = isUsed ? 0 : await interact(page, ANSWERS)
  return { milliseconds, busy, streaming, finished }
}

function link(seed: number): string {
  const query = new URLSearchParams({
    maxTokens: String(TOKENS),
    samples: '1',
    seed: String(seed),
  })
  for (const lane of LANES) query.append('lane', lane)
  return `${url}/?${query}`
}

/** The server's own time, from the event that ends the run. */
async function ended(page: Page): Promise<number> {
  const handle = await page.waitForFunction(() => (globalThis as { ended?: number }).ended, undefined, {
    timeout: 300_000,
    polling: 250,
  })
  return Number(await handle.jsonValue())
}

async function ready(): Promise<void> {
  for (let attempt = 0; attempt < 120; attempt++) {
    const reply = await fetch(`${url}/readyz`).catch(() => undefined)
    if (reply?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error(`no server answered at ${url}`)
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}
