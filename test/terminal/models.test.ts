import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHub, type TestHub } from '../models/install/hub-server.ts'
import { call } from './call.ts'

const fixture = join(import.meta.dirname, '../fixtures/tiny-gpt2')

describe('models', () => {
  const work = mkdtempSync(join(tmpdir(), 'nucleus-test-'))
  let hub: TestHub
  beforeAll(async () => {
    process.env.NUCLEUS_CACHE = join(work, 'cache')
    hub = await startHub()
    cpSync(fixture, join(work, 'mine'), { recursive: true })
  })
  afterAll(async () => {
    delete process.env.NUCLEUS_CACHE
    await hub.close()
    rmSync(work, { recursive: true })
  })

  it('lists what there is, with dtypes, licences, sizes and states', async () => {
    const { status, out } = await call('models')
    expect(status).toBe(0)
    expect(out).toMatch(/^books-13m +\d+M +q8 +MIT +\d+ MB +built-in +lanes together$/m)
    expect(out).toMatch(/^distilgpt2 +82M +q8 fp32 +Apache-2.0 +~85 MB +available +lanes not measured$/m)
  })

  it('gets a model with progress on stderr, runs it, and removes it', async () => {
    const got = await call('models', 'get', 'distilgpt2', '--dtype', 'q8')
    expect(got).toMatchObject({ status: 0, out: 'distilgpt2 is ready.' })
    expect(got.messages).toMatch(/^Fetching distilgpt2, \d+% of 1\.8 MB$/m)
    expect(got.messages.split('\n').slice(-3)).toEqual([
      'Fetching distilgpt2, 100% of 1.8 MB',
      'Fetching distilgpt2, trying, 100%',
      'DistilGPT-2 (q8) runs its lanes one at a time: in one batch they would change each other. Two ' +
        'take twice as long.',
    ])
    const ran = await call(
      'run',
      '--model',
      'distilgpt2',
      '--prompt',
      'Once',
      '--lane',
      'greedy',
      '--max-tokens',
      '3',
    )
    expect(ran.status).toBe(0)
    expect(ran.out).toMatch(/^model distilgpt2, seed \d+/)
    expect(ran.messages).toMatch(/^DistilGPT-2 \(q8\) runs its lanes one at a time/m)
    const removed = await call('models', 'remove', 'distilgpt2')
    expect(removed).toMatchObject({ status: 0, out: 'distilgpt2 is removed; that freed 1.8 MB.' })
    expect(existsSync(join(work, 'cache/models/distilgpt2'))).toBe(false)
  })

  it('adds a folder, runs it, and takes it off the list again', async () => {
    const added = await call('models', 'add', join(work, 'mine'), '--id', 'my-own')
    expect(added).toMatchObject({
      status: 0,
      out: 'my-own is on the list, with 128 tokens of context: run --model my-own.',
    })
    expect((await call('models')).out).toMatch(
      /^my-own +q8 +not stated +1\.8 MB +downloaded +one lane at a time$/m,
    )
    const ran = await call(
      'run',
      '--model',
      'my-own',
      '--prompt',
      'Once',
      '--lane',
      'greedy',
      '--max-tokens',
      '3',
    )
    expect(ran.status).toBe(0)
    expect((await call('models', 'remove', 'my-own')).out).toBe('my-own is removed.')
    expect(existsSync(join(work, 'mine/config.json'))).toBe(true)
  })

  it.each([
    [['models', 'get'], 2, /Expected "models", "models get ID"/],
    [['models', 'fetch', 'gpt2'], 2, /Expected "models", "models get ID"/],
    [['models', 'get', 'gpt5'], 2, /There is no model "gpt5"; choose one of/],
    [['models', 'get', 'gpt2', '--dtype', 'q2'], 2, /not offered in "q2"; choose from q8, fp32/],
    [['models', 'get', 'gpt2', '--dtype', 'fp32'], 1, /The hub has no onnx\/decoder_model_merged.onnx/],
    [['models', 'remove', 'books-13m'], 2, /is built in/],
    [['models', 'add', '/nothing/here'], 2, /There is nothing at \/nothing\/here/],
  ])('%j exits with %i and one sentence', async (args, status, message) => {
    const reply = await call(...args)
    expect([reply.status, reply.out]).toEqual([status, ''])
    expect(reply.messages.trim().split('\n').at(-1)).toMatch(message)
  })
})
