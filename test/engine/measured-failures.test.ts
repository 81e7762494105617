import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openServedLibrary } from '../../src/composition.ts'
import { createEngine } from '../../src/engine/local-engine.ts'
import { shippedResults } from '../../src/experiments/harness/shipped.ts'
import { projectRoot } from '../../src/project.ts'
import { parseRunRequest } from '../../src/runs/request/request.ts'
import { createApp } from '../../src/web/app.ts'
import { fakeModel } from '../fakes/fake-model.ts'
import { cases } from '../helpers/thorough.ts'

/**
 * What one request, or a class of them, once did to everybody else: a second to an hour in which nothing was
 * answered. The bounds are far above what is measured and far below what was.
 */
const SIXTY_FOUR = { prompt: 'Once', lanes: ['sample', 'top-k:40'], samples: 32, maxTokens: 300, seed: 1 }
const TINY = { prompt: 'Once', lanes: ['greedy'], maxTokens: 20, seed: 1 }

describe('a server whose engine is busy', () => {
  let url: string
  let port: number
  let close: () => Promise<void>
  beforeAll(async () => {
    const { library, engine } = openServedLibrary()
    const app = createApp({ root: projectRoot, results: shippedResults, library, engine })
    const server = app.listen(0, '127.0.0.1')
    await library.load()
    port = (server.address() as AddressInfo).port
    url = `http://127.0.0.1:${port}`
    close = async () => {
      server.closeAllConnections()
      server.close()
      await engine.close()
    }
  })
  afterAll(() => close())

  const post = (path: string, body: object, signal?: AbortSignal) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream, application/json' },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    })

  /** The longest that /healthz takes while `work` goes on, in milliseconds. */
  async function longestWait(work: Promise<unknown>): Promise<number> {
    let [longest, isOver] = [0, false]
    void work.finally(() => {
      isOver = true
    })
    while (!isOver) {
      const start = performance.now()
      await (await fetch(`${url}/healthz`)).text()
      longest = Math.max(longest, performance.now() - start)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    return longest
  }

  /** Milliseconds of a whole run. */
  async function timeOf(body: object): Promise<number> {
    const start = performance.now()
    expect(await (await post('/api/runs', body)).text()).toContain('"run-end"')
    return performance.now() - start
  }
  it('answers at once beside a run of 64 rows', async () => {
    const run = post('/api/runs', { ...SIXTY_FOUR, maxTokens: 40 }).then((reply) => reply.text())
    expect(await longestWait(run)).toBeLessThan(600)
    expect(await run).toContain('"run-end"')
  })

  it('answers at once while a prompt of 100,000 characters is read', async () => {
    const prompt = 'What he said then nobody ever knew. '.repeat(2777)
    const run = post('/api/runs', { ...TINY, prompt }).then((reply) => reply.json())
    expect(await longestWait(run)).toBeLessThan(600)
    expect((await run) as object).toMatchObject({ error: { code: 'prompt-too-long' } })
  })

  it('answers at once beside twenty scores of long texts, which end when their clients go', async () => {
    const text = 'The old man looked at the sea and said that nobody would come back. '.repeat(200)
    const abort = new AbortController()
    const scores = Promise.allSettled(
      Array.from({ length: 20 }, () => post('/api/score', { text, lane: 'nucleus:0.9' }, abort.signal)),
    )
    setTimeout(() => abort.abort(), cases(1200, 3000))
    expect(await longestWait(scores)).toBeLessThan(600)
    expect(await timeOf(TINY)).toBeLessThan(3000)
  })

  it('takes all of a class of thirty at once, and none waits in line', async () => {
    const run = async (seed: number) =>
      (await post('/api/runs', { ...TINY, lanes: ['greedy', 'top-k:40', 'nucleus:0.9'], seed })).text()
    const seen = await Promise.all(Array.from({ length: 30 }, (_, seed) => run(seed)))
    expect(seen.filter((events) => !events.includes('"run-end"'))).toEqual([])
    expect(seen.filter((events) => events.includes('"queued"'))).toEqual([])
  })

  it('makes a run of one lane beside one of 64 rows in a few times the time it takes alone', async () => {
    const time = (seed: number) => timeOf({ ...TINY, seed, maxTokens: 60 })
    await time(1)
    const alone = await time(2)
    const abort = new AbortController()
    const busy = await post('/api/runs', SIXTY_FOUR, abort.signal)
    const reader = busy.body!.getReader()
    await reader.read()
    const beside = await time(3)
    abort.abort()
    // It was a hundred times.
    expect(beside).toBeLessThan(12 * alone + 300)
  })

  it('goes on for others where clients do not read', async () => {
    const body = JSON.stringify({
      prompt: 'Once',
      lanes: Array(12).fill('sample'),
      maxTokens: 400,
      trace: true,
      seed: 1,
    })
    const sockets = [1, 2, 3].map(() => {
      const socket = connect({ port, host: '127.0.0.1' })
      socket.pause()
      socket.write(
        'POST /api/runs HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\naccept: ' +
          `text/event-stream\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      )
      return socket
    })
    await new Promise((resolve) => setTimeout(resolve, cases(1000, 2500)))
    expect(await timeOf(TINY)).toBeLessThan(3000)
    for (const socket of sockets) socket.destroy()
  })

  it('refuses a lab address with a million draws of a step with chance, with the sum', async () => {
    const logits = Array.from({ length: 20_000 }, (_, index) => index % 5)
    const start = performance.now()
    const reply = await post('/api/lab', { logits, lanes: ['xtc'], draws: 1_000_000 })
    expect(await reply.json()).toMatchObject({
      error: {
        code: 'too-much-work',
        message: expect.stringContaining('compute 40,000,040,000 probabilities'),
      },
    })
    expect(performance.now() - start).toBeLessThan(5000)
  })
})

it('reads a prompt of 4,000 tokens in pieces, and others get their tokens in between', async () => {
  const model = fakeModel({
    contextLength: 8192,
    endOfText: [],
    slotFacts: { pieceLength: 64 },
    // Turns go by time: forwards that take none would all be one turn.
    onForward: () => new Promise((resolve) => setTimeout(resolve, 5)),
  })
  const engine = createEngine({
    defaultId: 'fake',
    borrow: async () => ({ id: 'fake', model, giveBack: () => undefined }),
  })
  const request = (prompt: string, maxTokens: number) =>
    parseRunRequest({ prompt, lanes: ['sample'], maxTokens, seed: 1 })
  const abort = new AbortController()
  let small: Promise<unknown> | undefined
  await new Promise<void>((begin) => {
    small = engine.start(
      request('abc', 2000),
      (event) => {
        if (event.type === 'lane-delta') begin()
      },
      abort.signal,
      'one',
    )
  })
  await engine.start(request('abcd'.repeat(1000), 1), () => {}, undefined, 'another')
  abort.abort()
  await small
  const lengths = model.counts.requests.map((requests) => Math.max(...requests))
  expect(Math.max(...lengths)).toBe(64)
  const reading = lengths.slice(lengths.indexOf(64), lengths.lastIndexOf(64))
  expect(reading.filter((length) => length === 1).length).toBeGreaterThan(4000 / 64 / 4)
})

describe('the memory of runs', () => {
  const model = fakeModel({
    contextLength: 2048,
    endOfText: [],
    slotFacts: { bytesPerToken: 46_080, bytesPerRow: 196_608 },
  })
  const engineWith = (limit: number) =>
    createEngine({
      defaultId: 'fake',
      borrow: async () => ({ id: 'fake', model, giveBack: () => undefined }),
      memory: () => ({ limit, models: 300e6 }),
    })
  const request = (maxTokens: number, samples = 1) =>
    parseRunRequest({ prompt: 'abc', lanes: ['sample'], samples, maxTokens, seed: 1 })

  it('is counted before it starts: what cannot fit is refused with the sum', async () => {
    await expect(engineWith(1e9).start(request(1000, 32), () => undefined)).rejects.toMatchObject({
      code: 'memory-full',
      message: expect.stringMatching(
        /^This run needs about 1,5\d\d MB of memory \(32 rows × up to 1,003 tokens are 1,51\d MB of cache, with 13 MB of logits and 13 MB of records\), and 700 MB of 1,000 MB are left beside the models; ask for fewer lanes/,
      ),
    })
  })

  it('closes models that nobody uses before it refuses, and only then', async () => {
    const memory = { limit: 1e9, models: 900e6 }
    const asked: number[] = []
    const engine = createEngine({
      defaultId: 'fake',
      borrow: async () => ({ id: 'fake', model, giveBack: () => undefined }),
      memory: () => memory,
      makeRoom: async (bytes) => {
        asked.push(bytes)
        memory.models = 300e6
        return memory
      },
    })
    await engine.start(request(10), () => undefined)
    expect(asked).toEqual([])
    await engine.start(request(900, 6), () => undefined)
    expect(asked).toHaveLength(1)
    await expect(engine.start(request(1000, 32), () => undefined)).rejects.toMatchObject({
      code: 'memory-full',
    })
  })

  it('makes texts that are kept give way to it', async () => {
    const kept: number[] = []
    const engine = createEngine({
      defaultId: 'fake',
      borrow: async () => ({ id: 'fake', model, giveBack: () => undefined }),
      memory: () => ({ limit: 400e6, models: 300e6 }),
      trimTexts: (most) => void kept.push(most),
    })
    await engine.start(request(900), () => undefined)
    expect(kept).toEqual([expect.closeTo(400e6 - 300e6 - 48e6, -6)])
  })

  it('lets a run wait where others hold what it needs, and states how many are before it', async () => {
    const engine = engineWith(380e6)
    const events: string[] = []
    const note = (name: string) => (event: { type: string; ahead?: number }) => {
      if (event.type === 'queued' || event.type === 'run-end')
        events.push(`${name} ${event.type} ${event.ahead ?? ''}`)
    }
    await Promise.all([
      engine.start(request(900), note('a')),
      engine.start(request(900), note('b')),
      engine.start(request(900), note('c')),
    ])
    expect(events).toEqual([
      'b queued 0',
      'c queued 1',
      'a run-end ',
      'c queued 0',
      'b run-end ',
      'c run-end ',
    ])
    expect(engine.stats()).toMatchObject({ waiting: 0, promisedBytes: 0 })
  })
})
