import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env } from '@xenova/transformers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UserError } from '../../../src/errors.ts'
import type { Catalogue } from '../../../src/models/catalogue/catalogue.ts'
import { readCatalogue } from '../../../src/models/catalogue/read-catalogue.ts'
import { DOWNLOAD, type DownloadSettings } from '../../../src/models/install/download.ts'
import { hubInstaller } from '../../../src/models/install/from-hub.ts'
import { createModelLibrary, type ModelLibrary } from '../../../src/models/library.ts'
import { projectRoot } from '../../../src/project.ts'
import { runToEnd } from '../../with-model/model.ts'
import { GRAPH, startHub, type TestHub } from './hub-server.ts'

const [books, distilgpt2, gpt2] = readCatalogue(join(projectRoot, 'models.json')).models
/** Two models of the hub, both of which it answers with the fixture. */
const catalogue: Catalogue = { default: books!.id, models: [books!, distilgpt2!, gpt2!] }

let hub: TestHub
let cache: string
beforeEach(async () => {
  cache = mkdtempSync(join(tmpdir(), 'nucleus-test-'))
  hub = await startHub()
})
afterEach(async () => {
  await hub.close()
  rmSync(cache, { recursive: true })
})

/** Short waits; `overrides` break the disk or the network. */
function openLibrary(overrides: Partial<DownloadSettings> = {}, models = catalogue): ModelLibrary {
  const settings = { ...DOWNLOAD, stall: 2000, pauses: [10], ...overrides }
  return createModelLibrary(
    models,
    { builtIn: join(projectRoot, 'models'), cache },
    { installers: { hub: hubInstaller(settings) } },
  )
}

const stateOf = (library: ModelLibrary, id = 'distilgpt2') => library.list().find((one) => one.id === id)!
const filesLeft = () =>
  readdirSync(cache, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(cache.length + 1))

describe('a model of the hub', () => {
  it('is fetched with progress, kept, and runs', async () => {
    const library = openLibrary()
    expect(stateOf(library)).toMatchObject({ state: 'available', diskBytes: 0, isRemovable: false })
    const seen: { loaded: number; total: number }[] = []
    const model = await library.load('distilgpt2', { onProgress: (progress) => seen.push(progress) })
    expect(seen.at(-1)!.loaded).toBe(seen.at(-1)!.total)
    expect(seen.at(-1)!.total).toBeGreaterThan(1_700_000)
    expect(seen.every(({ loaded }, index) => loaded >= (seen[index - 1]?.loaded ?? 0))).toBe(true)
    const request = { prompt: 'Once upon', lanes: ['nucleus:0.9'], seed: 1, maxTokens: 5 }
    expect((await runToEnd(model, request)).lanes[0]!.samples[0]!.tokens).toHaveLength(5)
    await library.release()
    const after = stateOf(openLibrary())
    expect(after).toMatchObject({ state: 'downloaded', isRemovable: true, keptBytes: 0 })
    expect(after.diskBytes).toBe(seen.at(-1)!.total)
    expect(filesLeft().filter((file) => !file.startsWith('models/distilgpt2/'))).toEqual([])
  })

  it('is not asked for again once it is here', async () => {
    await openLibrary().install('distilgpt2')
    hub.isReachable = false
    const library = openLibrary()
    expect((await library.load('distilgpt2')).info.vocabularySize).toBe(50_257)
    await library.release()
  })

  it('that cannot be reached is reported in one sentence; the built-in one works on', async () => {
    hub.isReachable = false
    const library = openLibrary()
    const message =
      'DistilGPT-2 is not on this computer and the model hub cannot be reached; the built-in model ' +
      'works without it.'
    await expect(library.load('distilgpt2')).rejects.toThrow(message)
    expect(stateOf(library)).toMatchObject({ state: 'unreachable', reason: message })
    expect((await library.load()).info.id).toBe('books-13m')
    await library.release()
  })

  it.each([
    [401, /does not let just anyone read Xenova\/distilgpt2 \(status 401\).*HF_TOKEN/],
    [403, /\(status 403\)/],
    [404, /The hub has no config.json in Xenova\/distilgpt2, so DistilGPT-2 cannot be fetched/],
    [500, /The model hub answered 500 for DistilGPT-2; try again later/],
  ])('answered with %i is one sentence, and leaves nothing', async (status, message) => {
    hub.faults.set('*', { status })
    const library = openLibrary()
    await expect(library.install('distilgpt2')).rejects.toThrow(message)
    expect(stateOf(library).state).toBe(status === 500 ? 'unreachable' : 'failed')
    expect(filesLeft()).toEqual([])
    hub.faults.clear()
    await library.install('distilgpt2')
    expect(stateOf(library).state).toBe('downloaded')
  })

  it('tries again where that may help: a 503 in between does no harm', async () => {
    hub.faults.set(GRAPH, { status: 503 })
    const library = openLibrary({ pauses: [300] })
    const installed = library.install('distilgpt2')
    await expect.poll(() => hub.requests.includes(`HEAD ${GRAPH}`)).toBe(true)
    hub.faults.clear()
    await installed
  })

  it('names the other dtypes where the hub lacks the one asked for', async () => {
    await expect(openLibrary().install('distilgpt2@fp32')).rejects.toThrow(
      'The hub has no onnx/decoder_model_merged.onnx in Xenova/distilgpt2, so DistilGPT-2 fp32 cannot ' +
        'be fetched.',
    )
    await expect(openLibrary().install('distilgpt2@q2')).rejects.toThrow(
      'DistilGPT-2 is not offered in "q2"; choose from q8, fp32.',
    )
  })

  it('that breaks off goes on from there, also in another process', async () => {
    hub.faults.set(GRAPH, { cutAt: 200_000 })
    const library = openLibrary({ pauses: [] })
    await expect(library.install('distilgpt2')).rejects.toThrow(
      /The download of DistilGPT-2 broke off at 1.2 MB; what arrived is kept/,
    )
    expect(stateOf(library)).toMatchObject({ state: 'unreachable', diskBytes: 0, isRemovable: true })
    hub.faults.clear()
    const next = openLibrary()
    expect(stateOf(next).state).toBe('available')
    expect(stateOf(next).keptBytes).toBeGreaterThan(1_200_000)
    await next.install('distilgpt2')
    expect(hub.requests.filter((one) => one.startsWith(`GET ${GRAPH}`))).toEqual([
      `GET ${GRAPH}`,
      expect.stringMatching(/ bytes=\d+-$/),
    ])
    expect(stateOf(next)).toMatchObject({ state: 'downloaded', keptBytes: 0 })
  })

  it('starts a file again where the server knows no ranges', async () => {
    hub.faults.set(GRAPH, { cutAt: 200_000 })
    const library = openLibrary({ pauses: [] })
    await expect(library.install('distilgpt2')).rejects.toThrow(/broke off/)
    hub.faults.set(GRAPH, { isRangeless: true })
    await library.install('distilgpt2')
    expect(stateOf(library).state).toBe('downloaded')
  })

  it('is fetched whole in one go although its connection is cut now and then', async () => {
    hub.faults.set(GRAPH, { cutAt: 300_000 })
    await openLibrary({ pauses: [1, 1] }).install('distilgpt2')
    expect(hub.requests.filter((one) => one.startsWith(`GET ${GRAPH}`))).toEqual([
      `GET ${GRAPH}`,
      expect.stringMatching(/ bytes=[1-3]\d+-$/),
      expect.stringMatching(/ bytes=[4-6]\d+-$/),
    ])
  })

  it('whose hub falls silent is given up', async () => {
    hub.faults.set(GRAPH, { slow: 5000 })
    await expect(openLibrary({ stall: 200, pauses: [] }).install('distilgpt2')).rejects.toThrow(/broke off/)
  })

  it.each([
    ['with the wrong content', Buffer.alloc(717_759), /does not match the checksum the hub states/],
    ['too long', Buffer.alloc(800_000), /sent more of DistilGPT-2's .* than the 717,759 bytes/],
    ['too short', Buffer.alloc(600_000), /broke off/],
  ])('%s is refused, and nothing of that file kept', async (_, body, message) => {
    hub.faults.set(GRAPH, { body })
    const library = openLibrary({ pauses: [] })
    await expect(library.install('distilgpt2')).rejects.toThrow(message)
    expect(library.list().some(({ state }) => state === 'downloaded')).toBe(false)
    hub.faults.clear()
    await library.install('distilgpt2')
    expect((await library.load('distilgpt2')).info.id).toBe('distilgpt2')
    await library.release()
  })

  it.each([
    ['a graph that is no ONNX', GRAPH, Buffer.from('hello'), /The ONNX file of DistilGPT-2 cannot be read/],
    [
      'an architecture nobody knows',
      'config.json',
      Buffer.from('{"model_type":"fancy","architectures":["FancyLM"]}'),
      /DistilGPT-2 is of the architecture "fancy"/,
    ],
    ['a configuration that is no JSON', 'config.json', Buffer.from('{"a":'), /is not JSON/],
    [
      'a tokenizer without a model',
      'tokenizer.json',
      Buffer.from('{}'),
      /DistilGPT-2 could not be opened: Tok/,
    ],
  ])('with %s is refused before it counts as ready, and nothing stays', async (_, path, body, message) => {
    hub.faults.set(path, { body, isHonest: true })
    const library = openLibrary()
    await expect(library.load('distilgpt2')).rejects.toThrow(message)
    expect(stateOf(library)).toMatchObject({ state: 'failed', diskBytes: 0, keptBytes: 0 })
    expect(filesLeft()).toEqual([])
  })

  it('on a full disk is one sentence and leaves nothing', async () => {
    let written = 0
    const full: typeof open = async (...args) => {
      const handle = await open(...args)
      const writeFile = handle.writeFile.bind(handle)
      handle.writeFile = async (data) => {
        written += (data as Buffer).length
        if (written > 1_100_000) throw Object.assign(new Error('ENOSPC: no space'), { code: 'ENOSPC' })
        await writeFile(data)
      }
      return handle
    }
    const library = openLibrary({ open: full })
    const failure = await library.install('distilgpt2').catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(UserError)
    expect((failure as UserError).message).toBe(
      `The disk that holds ${cache} is full, so DistilGPT-2 could not be kept and nothing of it was; ` +
        'free some space and try again.',
    )
    expect(stateOf(library)).toMatchObject({ state: 'failed', keptBytes: 0 })
    expect(filesLeft()).toEqual([])
  })

  it('that was cut short on disk afterwards is named, and can be fetched again', async () => {
    const library = openLibrary()
    await library.install('distilgpt2')
    truncateSync(join(cache, 'models/distilgpt2', GRAPH), 1000)
    await expect(library.load('distilgpt2')).rejects.toThrow(
      `DistilGPT-2 is damaged on disk: it needs ${GRAPH} with 717,759 bytes, and it has 1,000; remove ` +
        'it ("nucleus models remove distilgpt2"), then fetch or add it again.',
    )
    expect(stateOf(library)).toMatchObject({ state: 'failed', isRemovable: true })
    await library.remove('distilgpt2')
    expect((await library.load('distilgpt2')).info.id).toBe('distilgpt2')
    await library.release()
  })

  it('is of one revision, whatever happens to the main one meanwhile', async () => {
    await openLibrary().install('distilgpt2')
    expect([...hub.revisions]).toEqual(['main', 'a'.repeat(40)])
  })

  it('is held to the hashes that models.json states', async () => {
    const files = [{ path: GRAPH, bytes: 717_759, sha256: '0'.repeat(64) }]
    const strict = { ...catalogue, models: [books!, { ...distilgpt2!, files }] }
    const library = openLibrary({}, strict)
    await expect(library.install('distilgpt2')).rejects.toThrow(/does not match the checksum/)
    expect(filesLeft().filter((file) => file.endsWith('.onnx'))).toEqual([])
  })

  it('comes from the mirror that HF_ENDPOINT names', async () => {
    process.env.HF_ENDPOINT = hub.url
    env.remoteHost = 'http://127.0.0.1:9/'
    try {
      const library = openLibrary()
      await library.install('distilgpt2')
      expect(stateOf(library)).toMatchObject({ state: 'downloaded' })
      expect(hub.requests).toContain(`GET ${GRAPH}`)
    } finally {
      delete process.env.HF_ENDPOINT
    }
  })

  it('that could never be opened for want of memory is not fetched at all', async () => {
    const library = createModelLibrary(
      catalogue,
      { builtIn: join(projectRoot, 'models'), cache },
      { memoryLimit: 1e8 },
    )
    await expect(library.install('distilgpt2')).rejects.toThrow(
      'DistilGPT-2 needs about 170 MB of memory, and the limit for models is 100 MB; raise NUCLEUS_MEMORY.',
    )
    expect(hub.requests).toEqual([])
    expect(stateOf(library)).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/170 MB of memory/),
    })
  })

  it('is found where its repository has moved to', async () => {
    hub.faults.set('*', { isMoved: true })
    const library = openLibrary()
    await library.install('distilgpt2')
    expect(stateOf(library).state).toBe('downloaded')
  })

  it('is sent the token of HF_TOKEN, and its storage is not', async () => {
    process.env.HF_TOKEN = 'hf_secret'
    try {
      await openLibrary().install('distilgpt2')
    } finally {
      delete process.env.HF_TOKEN
    }
    expect([...hub.tokens.hub]).toEqual(['Bearer hf_secret'])
    expect([...hub.tokens.storage]).toEqual([])
  })
})

describe('several downloads', () => {
  it('take turns', async () => {
    hub.faults.set(GRAPH, { slow: 100 })
    const library = openLibrary()
    const both = [library.install('distilgpt2'), library.install('gpt2')]
    await expect.poll(() => stateOf(library).state).toBe('downloading')
    expect(stateOf(library, 'gpt2')).toMatchObject({ state: 'queued', ahead: 1 })
    await Promise.all(both)
    expect([stateOf(library).state, stateOf(library, 'gpt2').state]).toEqual(['downloaded', 'downloaded'])
  })

  it('of one model are one', async () => {
    const library = openLibrary()
    await Promise.all([library.install('distilgpt2'), library.load('distilgpt2')])
    expect(hub.requests.filter((one) => one === `GET ${GRAPH}`)).toHaveLength(1)
    await library.release()
  })

  it('end when everybody has left, and keep what arrived', async () => {
    hub.faults.set(GRAPH, { slow: 400 })
    const library = openLibrary()
    const leave = new AbortController()
    const stay = new AbortController()
    const first = library.install('distilgpt2', { signal: leave.signal })
    const second = library.load('distilgpt2', { signal: stay.signal })
    await expect.poll(() => hub.requests.includes(`GET ${GRAPH}`)).toBe(true)
    leave.abort()
    await expect(first).rejects.toThrow()
    expect(stateOf(library).state).toBe('downloading')
    stay.abort()
    await expect(second).rejects.toThrow()
    await expect.poll(() => stateOf(library).state).toBe('available')
    expect(stateOf(library).keptBytes).toBeGreaterThan(1_000_000)
    hub.faults.clear()
    await library.install('distilgpt2')
    expect(stateOf(library).state).toBe('downloaded')
  })

  it('are cancelled for everybody, and taken up again at once', async () => {
    hub.faults.set(GRAPH, { slow: 400 })
    const library = openLibrary()
    const waiting = library.load('distilgpt2').catch((error: Error) => error.message)
    await expect.poll(() => hub.requests.includes(`GET ${GRAPH}`)).toBe(true)
    expect(library.cancel('distilgpt2')).toBe(true)
    const again = library.install('distilgpt2')
    expect(await waiting).toMatch(/The download of DistilGPT-2 was cancelled; what arrived is kept/)
    hub.faults.clear()
    await again
    expect(library.cancel('distilgpt2')).toBe(false)
  })

  it('of another process are left alone', async () => {
    const library = openLibrary()
    await library.install('gpt2')
    // Process 1 lives, and is not this one.
    writeFileSync(join(cache, 'partial/distilgpt2.lock'), '1')
    await expect(library.install('distilgpt2')).rejects.toThrow(/is being fetched by another process/)
    expect(stateOf(library)).toMatchObject({ state: 'busy', holder: 1, isRemovable: false })
    await expect(library.remove('distilgpt2')).rejects.toThrow(/is being fetched by another process \(1\)/)
    rmSync(join(cache, 'partial/distilgpt2.lock'))
    expect(stateOf(library).state).toBe('available')
    writeFileSync(join(cache, 'partial/distilgpt2.lock'), String(2 ** 22 + 1))
    await openLibrary().install('distilgpt2')
    expect(stateOf(library).state).toBe('downloaded')
    expect(statSync(join(cache, 'models/distilgpt2')).isDirectory()).toBe(true)
  })
})

describe('removing', () => {
  it('frees the disk, and refuses what is built in or in use', async () => {
    const library = openLibrary()
    await library.install('distilgpt2')
    const loan = await library.borrow('distilgpt2')
    await expect(library.remove('distilgpt2')).rejects.toThrow('DistilGPT-2 is in use; stop its runs first.')
    loan.giveBack()
    await library.remove('distilgpt2')
    expect(stateOf(library)).toMatchObject({ state: 'available', diskBytes: 0 })
    expect(library.usage().diskBytes).toBe(0)
    expect(filesLeft()).toEqual([])
    await expect(library.remove('books-13m')).rejects.toThrow(/is built in/)
    await expect(library.remove('nothing')).rejects.toThrow(/There is no model "nothing"/)
  })

  it('several at once takes all of them away', async () => {
    const library = openLibrary()
    await library.install('distilgpt2')
    await library.install('gpt2')
    await Promise.all([library.remove('distilgpt2'), library.remove('gpt2'), library.remove('gpt2')])
    expect(filesLeft()).toEqual([])
  })

  it('ends a download under way', async () => {
    hub.faults.set(GRAPH, { slow: 400 })
    const library = openLibrary()
    const waiting = library.install('distilgpt2').catch((error: Error) => error.message)
    await expect.poll(() => hub.requests.includes(`GET ${GRAPH}`)).toBe(true)
    await library.remove('distilgpt2')
    expect(await waiting).toMatch(/was removed while it was being fetched/)
    expect(stateOf(library)).toMatchObject({ state: 'available', keptBytes: 0 })
    expect(filesLeft()).toEqual([])
  })
})
