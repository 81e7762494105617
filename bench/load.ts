import { type ChildProcess, spawn } from 'node:child_process'
import { connect, type Socket } from 'node:net'
import autocannon from 'autocannon'

/**
 * The load that one server holds, on loopback: pages, the lab, streams of runs, and clients that hold it up.
 * Prints the tables of docs/reliability.md.
 */

const SECONDS = 8

const { child, url } = await start()
const before = await metrics()
console.log('| Load | replies a second | median ms | 99% ms | other than 2xx, errors |')
console.log('| --- | ---: | ---: | ---: | ---: |')
await measure('GET /, 32 connections', { url })
await measure('GET /api/models, 32 connections', { url: `${url}/api/models` })
await measure('POST /api/lab, four lanes of 200 draws, 16 connections', {
  url: `${url}/api/lab`,
  connections: 16,
  ...body({ lanes: ['temperature:0.7', 'top-k:3', 'nucleus:0.9', 'min-p:0.1'], draws: 200 }),
})
await measure('POST /api/runs, three lanes of 8 tokens, 8 connections', {
  url: `${url}/api/runs`,
  connections: 8,
  ...body({ prompt: 'The sea', lanes: ['greedy', 'top-k:40', 'nucleus:0.9'], maxTokens: 8, seed: 1 }),
})
const slow = await holdUp(300)
await measure('GET /api/strategies beside 300 connections that send no end', { url: `${url}/api/strategies` })
for (const socket of slow) socket.destroy()
const after = await metrics()
const delay = 1000 * (after.get('nodejs_eventloop_lag_p99_seconds') ?? 0)
const { status } = await fetch(`${url}/readyz`)
console.log(`
Resident memory of the server's process: ${megabytes(before)} MB before, ${megabytes(after)} MB after.
Delay of its event loop: 99% of samples below ${delay.toFixed(0)} ms. \`/readyz\` afterwards: ${status}.`)
child.kill('SIGTERM')

async function start(): Promise<{ child: ChildProcess; url: string }> {
  const server = spawn(process.execPath, ['bin/nucleus.js', 'serve'], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', NUCLEUS_LOG: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const address = await new Promise<string>((resolve) => {
    server.stdout.on('data', (part) => {
      const found = /http:\S+/.exec(String(part))
      if (found) resolve(found[0])
    })
  })
  while ((await fetch(`${address}/readyz`)).status !== 200) await new Promise((next) => setTimeout(next, 300))
  return { child: server, url: address }
}

function body(content: unknown): Partial<autocannon.Options> {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) }
}

async function measure(name: string, options: autocannon.Options): Promise<void> {
  const result = await autocannon({ connections: 32, duration: SECONDS, ...options })
  const { requests, latency, non2xx, errors } = result
  console.log(
    `| ${name} | ${requests.average.toFixed(0)} | ${latency.p50} | ${latency.p99} | ${non2xx + errors} |`,
  )
}

/** Connections that begin a request and never end it. */
async function holdUp(count: number): Promise<Socket[]> {
  const { port } = new URL(url)
  return Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<Socket>((resolve) => {
          const socket = connect(Number(port), '127.0.0.1', () => {
            socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-')
            resolve(socket)
          })
          socket.on('error', () => undefined)
        }),
    ),
  )
}

async function metrics(): Promise<Map<string, number>> {
  const lines = (await (await fetch(`${url}/metrics`)).text()).split('\n')
  return new Map(lines.filter((line) => !line.startsWith('#')).map((line) => splitLine(line)))
}

function splitLine(line: string): [string, number] {
  const at = line.lastIndexOf(' ')
  return [line.slice(0, at), Number(line.slice(at + 1))]
}

function megabytes(values: Map<string, number>): number {
  return Math.round((values.get('process_resident_memory_bytes') ?? 0) / 1e6)
}
