import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLibrary, openServedLibrary } from '../../../src/composition.ts'
import { readConfiguration } from '../../../src/configuration.ts'
import type { Engine } from '../../../src/engine/engine.ts'
import { createEngine } from '../../../src/engine/local-engine.ts'
import { projectRoot } from '../../../src/project.ts'
import type { LabResult } from '../../../src/runs/lab/lab.ts'
import { parseRunRequest } from '../../../src/runs/request/request.ts'
import { createCollector } from '../../../src/runs/run/collect.ts'
import type { RunEvent } from '../../../src/runs/run/events.ts'

const REQUEST = { prompt: 'Once upon a time', lanes: ['greedy', 'nucleus:0.9'], seed: 3, maxTokens: 12 }
const LONG = { prompt: 'Once', lanes: ['sample'], seed: 3, maxTokens: 400, samples: 32 }

async function resultOf(engine: Engine, input: object) {
  const collector = createCollector()
  await engine.start(parseRunRequest(input), collector.receive)
  return collector.result()
}

describe('an engine in a process of its own', () => {
  let served: ReturnType<typeof openServedLibrary>
  beforeAll(async () => {
    served = openServedLibrary()
    await served.library.load()
  })
  afterAll(() => served.engine.close())

  it('runs, scores and inspects as the one in this process does', async () => {
    const library = openLibrary()
    const local = createEngine(library)
    expect(await resultOf(served.engine, REQUEST)).toEqual(await resultOf(local, REQUEST))
    const score = { text: 'The old man looked at the sea.', lane: 'nucleus:0.9', seed: 1 }
    expect(await served.engine.ask('score', score)).toEqual(await local.ask('score', score))
    const step = { prompt: 'Once', lane: 'nucleus:0.9', seed: 1, tokens: [12, 287] }
    expect(await served.engine.ask('inspect', step)).toEqual(await local.ask('inspect', step))
    expect(await served.engine.askJson('inspect', step)).toEqual(await local.askJson('inspect', step))
    await library.release()
  })

  it('states of a wrong request what is wrong with it', async () => {
    await expect(resultOf(served.engine, { ...REQUEST, prompt: 'word '.repeat(600) })).rejects.toMatchObject({
      code: 'prompt-too-long',
    })
    await expect(served.engine.ask('score', {})).rejects.toThrow(/Expected either text or tokens/)
    await expect(resultOf(served.engine, { ...REQUEST, model: 'nobody' })).rejects.toMatchObject({
      code: 'unknown-model',
    })
  })

  it('ends a run within a step of its abort, and keeps its text', async () => {
    const abort = new AbortController()
    const collector = createCollector()
    const onEvent = (event: RunEvent) => {
      collector.receive(event)
      if (event.type !== 'lane-delta' || abort.signal.aborted) return
      abort.abort()
    }
    await served.engine.start(parseRunRequest(LONG), onEvent, abort.signal)
    const { samples } = collector.result().lanes[0]!
    expect(samples.every(({ stop }) => stop === 'stopped')).toBe(true)
    expect(samples[0]!.tokens.length).toBeGreaterThan(0)
    // Steps that were on their way while the abort was.
    expect(samples[0]!.tokens.length).toBeLessThan(60)
  })

  it('that is killed ends its runs with one sentence, is replaced, and runs again', async () => {
    const { restarts } = served.engine.stats()
    let isKilled = false
    const kill = (event: RunEvent) => {
      if (event.type !== 'lane-delta' || isKilled) return
      isKilled = true
      process.kill(served.engine.stats().processId!, 'SIGKILL')
    }
    await expect(served.engine.start(parseRunRequest(LONG), kill)).rejects.toMatchObject({
      code: 'engine-lost',
      message: expect.stringMatching(/^The part of this program that runs models stopped \(signal SIGKILL\)/),
    })
    expect(served.library.list()[0]!.state).toBe('built-in')
    expect((await resultOf(served.engine, REQUEST)).lanes).toHaveLength(2)
    expect(served.engine.stats().restarts).toBe(restarts + 1)
    expect(served.library.list()[0]).toMatchObject({ state: 'loaded', uses: 0 })
  })

  it('measures no model by what other runs take while it is opened', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'nucleus-test-'))
    const own = openServedLibrary(readConfiguration({ NUCLEUS_CACHE: cache }))
    try {
      for (const id of ['alone', 'beside'])
        await own.library.add(join(projectRoot, 'test/fixtures/tiny-gpt2'), { id })
      const tiny = (model: string) =>
        resultOf(own.engine, { ...REQUEST, lanes: ['greedy'], model, maxTokens: 2 })
      const measured = (wanted: string) => own.library.list().find(({ id }) => id === wanted)
      await tiny('alone')
      expect(measured('alone')).toMatchObject({ state: 'loaded', memoryBytes: expect.any(Number) })
      const abort = new AbortController()
      let long: Promise<void> | undefined
      await new Promise<void>((resolve) => {
        const onEvent = (event: RunEvent) => (event.type === 'lane-delta' ? resolve() : undefined)
        long = own.engine.start(parseRunRequest(LONG), onEvent, abort.signal)
      })
      await tiny('beside')
      abort.abort()
      await long
      expect(measured('beside')).toMatchObject({ state: 'loaded', memoryBytes: 0 })
    } finally {
      await own.engine.close()
      rmSync(cache, { recursive: true })
    }
  })

  it('computes in a thread that answers beside it, and stops when nobody wants the answer', async () => {
    const lab = (await served.engine.ask('lab', { lanes: ['greedy'], seed: 1 })) as LabResult
    expect(lab.lanes[0]!.candidates).toHaveLength(6)
    const abort = new AbortController()
    const endless = { lanes: ['xtc'], draws: 1_000_000, seed: 1 }
    const answer = served.engine.askJson('lab', endless, { signal: abort.signal })
    setTimeout(() => abort.abort(), 100)
    await expect(answer).rejects.toThrow('This was given up.')
    const start = performance.now()
    await served.engine.ask('lab', { lanes: ['greedy'], seed: 1 })
    expect(performance.now() - start).toBeLessThan(1000)
  })
})
