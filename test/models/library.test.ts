import { createHash } from 'node:crypto'
import { cpSync, createReadStream, existsSync, mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { env } from '@xenova/transformers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { projectRoot } from '../../src/composition.ts'
import { type Catalogue, readCatalogue } from '../../src/models/catalogue.ts'
import { createModelLibrary } from '../../src/models/library.ts'
import { runToEnd } from '../with-model/model.ts'

const catalogue = readCatalogue(join(projectRoot, 'models.json'))
const builtIn = join(projectRoot, 'models')
const fixtures = join(import.meta.dirname, '../fixtures')

describe('models.json', () => {
  it('states the size and hash of every built-in file', async () => {
    for (const { source, files } of catalogue.models) {
      if (source.kind !== 'built-in') continue
      expect(files.length).toBeGreaterThan(0)
      for (const { path, sha256 } of files) {
        const hash = createHash('sha256')
        await pipeline(createReadStream(join(builtIn, source.folder, path)), hash)
        expect([path, hash.digest('hex')]).toEqual([path, sha256])
      }
    }
  })
})

describe('a library of models', () => {
  let cache: string
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'nucleus-test-'))
  })
  afterEach(() => rmSync(cache, { recursive: true }))

  it('names the file of a built-in model that is missing or cut short', async () => {
    const folder = join(cache, 'models')
    cpSync(join(builtIn, 'books-13m'), join(folder, 'books-13m'), { recursive: true })
    truncateSync(join(folder, 'books-13m/onnx/model_quantized.onnx'), 1000)
    const library = createModelLibrary(catalogue, { builtIn: folder, cache })
    await expect(library.load()).rejects.toThrow(
      'Books-13M needs books-13m/onnx/model_quantized.onnx with 21008412 bytes, and it has 1000; restore it from the repository.',
    )
    rmSync(join(folder, 'books-13m/tokenizer.json'))
    await expect(library.load()).rejects.toThrow(/tokenizer.json with 550459 bytes, and it is missing/)
  })

  it('names the models there are when it is asked for one there is not', async () => {
    const library = createModelLibrary(catalogue, { builtIn, cache })
    await expect(library.load('gpt5')).rejects.toThrow(/There is no model "gpt5"; choose one of books-13m, /)
  })

  it('loads once for all who ask at once', async () => {
    const library = createModelLibrary(catalogue, { builtIn, cache })
    const [first, second] = await Promise.all([library.load(), library.load('books-13m')])
    expect(first).toBe(second)
    expect(library.list()[0]).toMatchObject({ id: 'books-13m', state: 'loaded' })
    await library.release()
  })
})

/** The fixture, offered as a hub model under the hub's own paths. */
const hubCatalogue: Catalogue = {
  default: 'books-13m',
  models: [
    catalogue.models[0]!,
    {
      ...catalogue.models.find(({ id }) => id === 'distilgpt2')!,
      source: { kind: 'hub', repository: 'test/tiny-gpt2' },
    },
  ],
}

describe('a hub model', () => {
  let cache: string
  let hub: Server
  const remoteHost = env.remoteHost
  const serveWith = async (listener: RequestListener) => {
    hub = createServer(listener)
    await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve))
    env.remoteHost = `http://127.0.0.1:${(hub.address() as AddressInfo).port}/`
  }
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'nucleus-test-'))
  })
  afterEach(async () => {
    env.remoteHost = remoteHost
    hub.closeAllConnections()
    await new Promise((resolve) => hub.close(resolve))
    rmSync(cache, { recursive: true })
  })

  const fileOf = (url: string) =>
    join(fixtures, 'tiny-gpt2', url.replace('/test/tiny-gpt2/resolve/main/', ''))
  const sendFile: RequestListener = (request, response) => {
    const file = fileOf(request.url!)
    if (!existsSync(file)) return void response.writeHead(404).end()
    createReadStream(file).pipe(response)
  }
  const listFiles = () => readdirSync(cache, { recursive: true, encoding: 'utf8' })

  it('is fetched with progress, kept, and runs', async () => {
    await serveWith(sendFile)
    const library = createModelLibrary(hubCatalogue, { builtIn, cache })
    expect(library.list()[1]).toMatchObject({ state: 'available' })
    let progress = { loaded: 0, total: 0 }
    const model = await library.load('distilgpt2', { onProgress: (latest) => (progress = latest) })
    expect(progress.loaded).toBe(progress.total)
    expect(progress.total).toBeGreaterThan(1_000_000)
    const { lanes } = await runToEnd(model, {
      prompt: 'Once upon',
      lanes: ['nucleus:0.9'],
      seed: 1,
      maxTokens: 5,
    })
    expect(lanes[0]!.samples[0]!.tokens).toHaveLength(5)
    await library.release()
    expect(createModelLibrary(hubCatalogue, { builtIn, cache }).list()[1]).toMatchObject({
      state: 'downloaded',
    })
  })

  it('that cannot be reached is told in one sentence; the built-in one works on', async () => {
    await serveWith((_, response) => void response.destroy())
    const library = createModelLibrary(hubCatalogue, { builtIn, cache })
    const message =
      'DistilGPT-2 is not on this computer and the model hub cannot be reached; the built-in model works without it.'
    await expect(library.load('distilgpt2')).rejects.toThrow(message)
    expect(library.list()[1]).toMatchObject({ state: 'unreachable', reason: message })
    expect((await library.load()).info.id).toBe('books-13m')
    await library.release()
  })

  it('that breaks off leaves nothing half-written, and can be fetched again', async () => {
    let isCut = true
    await serveWith((request, response) => {
      if (!isCut || !request.url!.endsWith('.onnx')) return sendFile(request, response)
      response.writeHead(200, { 'content-length': '718000' })
      response.write(Buffer.alloc(100_000), () => response.destroy())
    })
    const library = createModelLibrary(hubCatalogue, { builtIn, cache })
    await expect(library.load('distilgpt2')).rejects.toThrow(/cannot be reached/)
    // Files fetched beside it may still be finishing.
    await expect.poll(() => listFiles().filter((file) => /onnx\/|\.tmp/.test(file))).toEqual([])
    isCut = false
    expect((await library.load('distilgpt2')).info.vocabularySize).toBe(50_257)
    await library.release()
  })

  it('is cancelled at once, without a trace of the file it was at', async () => {
    const abort = new AbortController()
    await serveWith((request, response) => {
      if (!request.url!.endsWith('.onnx')) return sendFile(request, response)
      response.writeHead(200, { 'content-length': '718000' })
      response.write(Buffer.alloc(100_000), () => setTimeout(() => abort.abort(), 50))
    })
    const library = createModelLibrary(hubCatalogue, { builtIn, cache })
    await expect(library.load('distilgpt2', { signal: abort.signal })).rejects.toThrow()
    await expect.poll(() => listFiles().filter((file) => /\.onnx|\.tmp/.test(file))).toEqual([])
    expect(library.list()[1]).toMatchObject({ state: 'available' })
  })
})
