import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLibrary } from '../../src/composition.ts'
import type { LanePlan } from '../../src/experiments/harness/definition.ts'
import { generate } from '../../src/experiments/harness/generate.ts'
import type { Journal } from '../../src/experiments/harness/journal.ts'
import { contextOf } from '../../src/experiments/harness/openings.ts'
import { weightsHash } from '../../src/experiments/harness/provenance.ts'
import { projectRoot } from '../../src/project.ts'
import { openCoordinator } from '../../src/workers/coordinator.ts'
import { spreadBatches } from '../../src/workers/spread.ts'
import { call } from '../terminal/call.ts'
import { ended, noRedis, printed, startRedis, type TestRedis } from './redis-server.ts'

const PROMPTS = [
  'The sea was',
  'The old man said',
  'She opened the',
  'A long time ago there',
  'He had never seen',
]

function memoryJournal(): Journal & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>()
  return {
    texts,
    get: (key) => (texts.has(key) ? JSON.parse(texts.get(key)!) : undefined),
    append: (key, value) => void texts.set(key, JSON.stringify(value)),
    close: () => {},
  }
}

/** In the order of their keys. */
const sorted = (texts: ReadonlyMap<string, string>) =>
  [...texts].sort(([one], [other]) => (one < other ? -1 : 1))

describe.skipIf(noRedis)(`work spread over workers ${noRedis && `(${noRedis})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'nucleus-test-'))
  const library = openLibrary()
  const workers: ChildProcess[] = []
  let redis: TestRedis
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(async () => {
    await Promise.all(workers.map((worker) => ended(worker, 'SIGKILL')))
    await library.release()
    await redis?.close()
    rmSync(folder, { recursive: true })
  })

  const startWorker = (url = redis.url) => start(['worker', '--lease', '3'], url)

  function start(
    args: readonly string[],
    url: string,
  ): { readonly worker: ChildProcess; readonly heard: () => string } {
    const worker = spawn(process.execPath, ['bin/nucleus.js', ...args], {
      cwd: projectRoot,
      env: { ...process.env, REDIS_URL: url },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    workers.push(worker)
    let text = ''
    worker.stderr!.on('data', (chunk) => {
      text += chunk
    })
    return { worker, heard: () => text }
  }

  it('is what one process makes, to the byte, a worker killed midway: none lost or made twice', async () => {
    const model = await library.load()
    const entry = library.find(library.defaultId)
    const modelHash = await weightsHash(model, entry)
    const contexts = PROMPTS.map((prompt) => contextOf(model, prompt))
    const plans: LanePlan[] = ['sample', 'nucleus:0.9', 'beam:width=4'].map((lane) => ({
      lane,
      contexts,
      seeds: [1, 2, 3, 4],
    }))
    const alone = memoryJournal()
    await generate(model, plans, { maxTokens: 16, modelHash, journal: alone })

    const first = startWorker()
    await printed(first.worker, /Ready for work/)
    const notes: string[] = []
    const environment = await library.environment([])
    const coordinator = await openCoordinator(redis.url, environment, (text) => void notes.push(text))
    expect(notes).toEqual([expect.stringMatching(/^1 worker at work \(Nucleus /)])
    const spread = spreadBatches(coordinator, { model: entry.id, dependsOnBatch: false })
    const journal = memoryJournal()
    const shares: number[] = []
    const onProgress = (share: number) => void shares.push(share)
    const work = generate(model, plans, { maxTokens: 16, modelHash, journal, spread, onProgress })
    await printed(first.worker, /texts: \d+ to make/)
    await ended(first.worker, 'SIGKILL')
    const client = new Redis(redis.url)
    const left = (await client.keys('nucleus:value:text*')).length
    const second = startWorker()
    const third = startWorker()
    await work
    expect(sorted(journal.texts)).toEqual(sorted(alone.texts))
    expect(shares.at(-1)).toBeCloseTo(1, 12)
    const made = [...`${second.heard()}${third.heard()}`.matchAll(/made (\d+)/g)]
    expect(made.reduce((sum, [, count]) => sum + Number(count), left)).toBe(alone.texts.size)
    client.disconnect()

    // Once more: everything is there, and no worker is asked.
    const again = memoryJournal()
    await generate(model, plans, { maxTokens: 16, modelHash, journal: again, spread })
    expect(sorted(again.texts)).toEqual(sorted(alone.texts))
    expect([...`${second.heard()}${third.heard()}`.matchAll(/to make/g)]).toHaveLength(made.length)
    await coordinator.close()
  }, 120_000)

  it('runs trials on workers: the same lines and the same table', async () => {
    const file = join(folder, 'prompts.txt')
    writeFileSync(file, `${PROMPTS.join('\n')}\n{"prompt":"x","lanes":["nope"]}\n`)
    // More runs at once than an emitter of Node takes listeners without a warning.
    const flags = ['run', '--prompts', file, '--seeds', '1,2,3', '--lane', 'sample', '--lane', 'greedy']
    const short = [...flags, '--max-tokens', '6', '--trace']
    const alone = await call(...short)
    process.env.REDIS_URL = redis.url
    const warnings: string[] = []
    const hear = (warning: Error) => void warnings.push(String(warning))
    process.on('warning', hear)
    try {
      const spread = await call(...short)
      expect(spread.out).toBe(alone.out)
      expect(spread.messages.replace(/^.*worker.*\n/, '')).toBe(alone.messages)
      expect(spread.messages).toMatch(/^2 workers at work/)
      expect(warnings).toEqual([])
    } finally {
      process.off('warning', hear)
      delete process.env.REDIS_URL
    }
  }, 60_000)

  it('goes on without a Redis that is away for a while, reports it once, and ends at once', async () => {
    const own = await startRedis()
    const { worker, heard } = startWorker(own.url)
    await printed(worker, /Ready for work/)
    await own.close()
    // It is tried again every 50 ms, 100 ms, and so on.
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(heard().match(/^Redis: .*$/gm)).toEqual([
      expect.stringMatching(/ECONN.*; trying again until it answers\.$/),
    ])
    const back = await startRedis(Number(new URL(own.url).port))
    await printed(worker, /^Redis: connected again\.$/m)
    await back.close()
    await expect.poll(() => heard().match(/trying again/g)?.length, { timeout: 5000 }).toBe(2)
    const begun = performance.now()
    await ended(worker, 'SIGINT')
    expect(worker.exitCode).toBe(130)
    expect(performance.now() - begun).toBeLessThan(1500)
  }, 60_000)

  it('waits for a Redis that is away for a while, reports it once, and ends at once', async () => {
    const own = await startRedis()
    const file = join(folder, 'waiting.txt')
    writeFileSync(file, 'The sea was\n')
    const { worker: trial, heard } = start(['run', '--prompts', file, '--lane', 'greedy'], own.url)
    await printed(trial, /No worker of this kind is connected/)
    await own.close()
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(heard().match(/ECONN/g)).toHaveLength(1)
    expect(heard()).toMatch(/^Redis: .*ECONN.*; trying again until it answers\.$/m)
    const begun = performance.now()
    await ended(trial, 'SIGINT')
    expect(trial.exitCode).toBe(130)
    expect(performance.now() - begun).toBeLessThan(1500)
  }, 60_000)

  it('refuses a model with other weights in a sentence', async () => {
    const environment = await library.environment([])
    const coordinator = await openCoordinator(redis.url, environment, () => {})
    const job = { key: 'text x', context: { text: 'a', tokens: [70] }, lane: 'greedy', runSeed: 0, rows: 1 }
    const shard = {
      kind: 'texts',
      model: library.defaultId,
      modelHash: 'f'.repeat(64),
      maxTokens: 3,
    } as const
    await expect(coordinator.run({ ...shard, dependsOnBatch: false, jobs: [job] })).rejects.toThrow(
      'A worker could not do its part: the files of books-13m on the worker are not those of whoever asks',
    )
    await coordinator.close()
  }, 30_000)
})

describe('REDIS_URL', () => {
  const withUrl = async (url: string | undefined, ...args: string[]) => {
    const before = process.env.REDIS_URL
    if (url === undefined) delete process.env.REDIS_URL
    else process.env.REDIS_URL = url
    try {
      return await call(...args)
    } finally {
      if (before === undefined) delete process.env.REDIS_URL
      else process.env.REDIS_URL = before
    }
  }

  it('that leads nowhere, or is none, is named in a sentence, without its password', async () => {
    const { status, messages } = await withUrl('redis://:secret@127.0.0.1:1', 'worker')
    expect(status).toBe(1)
    expect(messages).toMatch(/^REDIS_URL names 127\.0\.0\.1:1, and no Redis answers there/)
    expect(messages).not.toContain('secret')
    expect((await withUrl('http://x', 'worker')).messages).toMatch(/REDIS_URL must be an address that begins/)
    expect((await withUrl(undefined, 'worker')).messages).toMatch(/Expected REDIS_URL to name the Redis/)
    expect((await withUrl('redis://127.0.0.1:1', 'worker', '--lease', '0')).messages).toMatch(
      /^--lease must be 1 to 3600 seconds, got 0\.$/,
    )
  })
})
