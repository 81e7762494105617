import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { projectRoot } from '../src/project.ts'

/** The server as its own process, started as people start it. */

const running = new Set<ChildProcess>()
function killAll() {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
}

async function start(command: string, args: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(command, args, {
    cwd: projectRoot,
    env: { ...process.env, PORT: '0', NUCLEUS_LOG: 'warn', ...environment },
  })
  running.add(child)
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part) => {
      printed += part
    })
  }
  await vi.waitFor(() => expect(printed).toMatch(/ready at http:\S+\n/), { timeout: 30_000 })
  return { child, url: /http:\S+/.exec(printed)![0], printed: () => printed }
}

const SERVER = ['bin/nucleus.js', 'serve']

const isUp = (url: string) =>
  fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  )

/** What a raw connection is answered, once it is closed, and after how many seconds. */
const talk = (url: string, words: string) =>
  new Promise<{ text: string; seconds: number }>((resolve) => {
    const startedAt = performance.now()
    let text = ''
    const { port } = new URL(url)
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(words))
    socket.on('data', (part) => {
      text += part
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve({ text, seconds: (performance.now() - startedAt) / 1000 }))
  })

/** A server of twenty places is asked by fifteen slow clients, then by twenty silent ones. */
async function holdUp(url: string) {
  const slow = Array.from({ length: 15 }, () => talk(url, 'GET / HTTP/1.1\r\nHost: localhost\r\nX-'))
  const isUpBeside = await isUp(url)
  const many = Array.from({ length: 20 }, () => talk(url, ''))
  const firstCut = await Promise.race(many)
  const answers = await Promise.all(slow)
  await Promise.all(many)
  return { isUpBeside, firstCut, answers, isUpAfter: await isUp(url) }
}

/** Slow clients are cut off after ten seconds, so they begin before all other tests. */
let crowded: { readonly child: ChildProcess; readonly url: string }
let heldUp: ReturnType<typeof holdUp>
beforeAll(async () => {
  crowded = await start(process.execPath, SERVER, { NUCLEUS_CONNECTIONS: '20' })
  running.delete(crowded.child)
  heldUp = holdUp(crowded.url)
})
afterAll(() => crowded.child.kill('SIGKILL'))

describe('a TERM signal', () => {
  afterEach(killAll)

  it('to npm start ends the server', async () => {
    const { child, url } = await start('npm', ['start'])
    expect(await isUp(url)).toBe(true)
    child.kill('SIGTERM')
    await expect.poll(() => isUp(url), { timeout: 20_000 }).toBe(false)
  })

  it('to the program lets a stream end, and the process with status 0', async () => {
    const { child, url } = await start(process.execPath, SERVER)
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 30_000 }).toBe(200)
    const stream = await fetch(`${url}/api/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ prompt: 'The sea', lanes: ['sample'], maxTokens: 80, seed: 1 }),
    })
    child.kill('SIGTERM')
    expect(await stream.text()).toContain('event: run-end')
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(await isUp(url)).toBe(false)
  })
})

describe('a configuration that is wrong', () => {
  it('is named, all of it, and nothing starts', async () => {
    const child = spawn(process.execPath, SERVER, {
      cwd: projectRoot,
      env: { ...process.env, PORT: 'x', NUCLEUS_MEMORY: '-1', NUCLEUS_CACHE: `${projectRoot}/package.json` },
    })
    let messages = ''
    child.stderr.on('data', (part) => {
      messages += part
    })
    expect((await once(child, 'close'))[0]).toBe(2)
    expect(messages.split('\n')).toEqual([
      expect.stringMatching(/^PORT must be/),
      expect.stringMatching(/^NUCLEUS_MEMORY must be/),
      expect.stringMatching(/^NUCLEUS_CACHE must be a folder/),
      '',
    ])
  })
})

describe('a server that other computers can reach', () => {
  afterEach(killAll)

  it('prints addresses that a browser can open, warns, makes a token, and asks for it', async () => {
    const { url, printed } = await start(process.execPath, SERVER, { HOST: '0.0.0.0', NUCLEUS_MEMRY: '1' })
    expect(printed()).not.toMatch(/http:\/\/0\.0\.0\.0/)
    expect(url).toMatch(/^http:\/\/localhost:\d+$/)
    expect(await isUp(url)).toBe(true)
    await expect.poll(printed).toMatch(/access token of this start is [\w-]{32}/)
    expect(printed()).toContain('did you mean NUCLEUS_MEMORY?')
    const token = /start is ([\w-]{32})/.exec(printed())![1]!
    expect((await fetch(`${url}/api/models`)).status).toBe(401)
    const headers = { authorization: `Bearer ${token}` }
    expect((await fetch(`${url}/api/models`, { headers })).status).toBe(200)
    expect((await fetch(`${url}/api/models/gpt2/download`, { method: 'POST', headers })).status).toBe(403)
  })
})

describe('clients that hold a server up', () => {
  afterAll(killAll)

  it('by sending slowly are cut off, others answered, and too many connections closed', async () => {
    const { isUpBeside, firstCut, answers, isUpAfter } = await heldUp
    expect(isUpBeside).toBe(true)
    expect(firstCut.seconds).toBeLessThan(5)
    for (const { text, seconds } of answers) {
      expect(text).toMatch(/^(HTTP\/1\.1 408|$)/)
      expect(seconds).toBeLessThan(20)
    }
    expect(isUpAfter).toBe(true)
  }, 60_000)

  it('keeps connections longer than proxies do, and gives places to those that ask', async () => {
    const { url } = await start(process.execPath, SERVER, { NUCLEUS_CONNECTIONS: '4' })
    const kept = await fetch(`${url}/healthz`)
    expect([await kept.json(), kept.headers.get('keep-alive')]).toEqual([{ status: 'ok' }, 'timeout=65'])
    const waiting = Array.from({ length: 8 }, () => new Agent({ keepAlive: true }))
    const ask = (agent: Agent) =>
      new Promise<number>((resolve, reject) => {
        get(`${url}/healthz`, { agent }, (reply) => {
          reply.resume().on('end', () => resolve(reply.statusCode!))
        }).on('error', reject)
      })
    // More clients than places, each of which keeps its connection: those that only wait make room.
    for (const agent of waiting) {
      await expect.poll(() => ask(agent).catch(() => 0), { timeout: 10_000 }).toBe(200)
    }
    for (const agent of waiting) agent.destroy()
  })

  it('with heads that cannot be read are answered in a sentence, and counted', async () => {
    const { url } = crowded
    const long = await talk(url, `GET /?prompt=${'x'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    expect(long.text).toMatch(
      /^HTTP\/1\.1 431 [\s\S]*<p>The address and the headers of this request are longer/,
    )
    const program = `GET /api/models?x=${'x'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`
    expect((await talk(url, program)).text).toMatch(
      /^HTTP\/1\.1 431 [\s\S]*\{"error":\{"code":"head-too-large",/,
    )
    expect((await talk(url, 'nonsense\r\n\r\n')).text).toMatch(
      /^HTTP\/1\.1 400 [\s\S]*This is no HTTP request/,
    )
    const metrics = await (await fetch(`${url}/metrics`)).text()
    expect(metrics).toContain('nucleus_http_unread_total{code="head-too-large"} 2')
    expect(metrics).toContain('nucleus_http_unread_total{code="bad-request"} 1')
  })

  it('with bodies that are too large are refused before they are sent', async () => {
    const head = (more: string) =>
      'POST /api/runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ' +
      `900000000\r\n${more}\r\n`
    for (const more of ['', 'Expect: 100-continue\r\n']) {
      const { text, seconds } = await talk(crowded.url, head(more))
      expect(text).toMatch(/^HTTP\/1\.1 413 /)
      expect(text).not.toContain('100 Continue')
      expect(text).toContain('"code":"too-large"')
      expect(seconds).toBeLessThan(10)
    }
  })
})
