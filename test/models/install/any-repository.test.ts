import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCatalogue } from '../../../src/models/catalogue/read-catalogue.ts'
import { DOWNLOAD } from '../../../src/models/install/download.ts'
import { hubInstaller } from '../../../src/models/install/from-hub.ts'
import { createModelLibrary, type ModelLibrary } from '../../../src/models/library.ts'
import { projectRoot } from '../../../src/project.ts'
import { checkList } from '../../../src/terminal/check-models.ts'
import { startHub, type TestHub } from './hub-server.ts'

const exports = join(import.meta.dirname, '../../fixtures/tiny-exports')
const catalogue = readCatalogue(join(projectRoot, 'models.json'))

let cache: string
let hub: TestHub
beforeEach(async () => {
  cache = mkdtempSync(join(tmpdir(), 'nucleus-repository-'))
  hub = await startHub(join(exports, 'llama-external'))
})
afterEach(async () => {
  await hub.close()
  rmSync(cache, { recursive: true })
})

const openLibrary = (models = catalogue): ModelLibrary =>
  createModelLibrary(
    models,
    { builtIn: join(projectRoot, 'models'), cache },
    { installers: { hub: hubInstaller({ ...DOWNLOAD, stall: 2000, pauses: [10] }) } },
  )
const files = (...names: string[]) => names.map((rfilename) => ({ rfilename, size: 10 }))
const WHOLE = ['config.json', 'tokenizer.json', 'tokenizer_config.json']

describe('a repository of the hub, by its name', () => {
  it('is read before anything of it is fetched: size, licence, architecture, dtypes', async () => {
    hub.about = {
      siblings: [
        ...files(...WHOLE, 'README.md', 'onnx/model_quantized.onnx', 'onnx/model_q4.onnx'),
        { rfilename: 'onnx/model.onnx', size: 100 },
        { rfilename: 'onnx/model.onnx_data', lfs: { size: 4000 } },
        { rfilename: 'onnx/model.onnx_data_1', lfs: { size: 500 } },
      ],
    }
    const found = await openLibrary().lookUp('Someone/Tiny-Llama')
    expect(found).toMatchObject({
      id: 'tiny-llama',
      title: 'Tiny-Llama',
      architecture: 'llama',
      licence: 'mit',
      contextLength: 64,
      state: 'available',
      offers: [
        { dtype: 'q4', bytes: 40 },
        { dtype: 'q8', bytes: 40 },
        { dtype: 'fp32', bytes: 4630 },
      ],
    })
    expect(hub.requests).toEqual(['ABOUT Someone/Tiny-Llama', 'GET config.json'])
  })

  it('is fetched with the weights its graph names, stays listed, and is itself by either name', async () => {
    const library = openLibrary()
    const { id } = await library.lookUp('Someone/Tiny-Llama')
    await library.install(id)
    expect(readdirSync(join(cache, 'models', id, 'onnx')).sort()).toEqual(['model.onnx', 'weights.bin'])
    const later = openLibrary()
    expect(later.list().at(-1)).toMatchObject({ id, state: 'downloaded', rowByRow: false, licence: 'mit' })
    expect((await later.lookUp('someone/tiny-llama')).id).toBe(id)
    expect((await later.load(id)).info.contextLength).toBe(64)
    await later.release()
    await later.remove(id)
    expect(
      openLibrary()
        .list()
        .some((one) => one.id === id),
    ).toBe(false)
  })

  it('that is on the list is the one of the list; a name that is taken gets its organisation’s', async () => {
    expect((await openLibrary().lookUp('Xenova/distilgpt2')).id).toBe('distilgpt2')
    expect(hub.requests).toEqual([])
    expect((await openLibrary().lookUp('Other/DistilGPT2')).id).toBe('other-distilgpt2')
  })

  it.each<[string, Record<string, unknown> | number, RegExp]>([
    ['gated', { gated: 'auto' }, /Someone\/Thing is gated: accept its terms .* HF_TOKEN/],
    ['absent', 401, /The hub has no public repository Someone\/Thing \(status 401\)/],
    ['busy', 503, /The model hub answered 503 for Someone\/Thing; try again later/],
    [
      'of GGUF files',
      { siblings: files('a-Q4_0.gguf') },
      /holds GGUF files and no ONNX; download one \(a-Q4_0\.gguf\)/,
    ],
    ['of PyTorch', { siblings: files(...WHOLE, 'model.safetensors') }, /weights of PyTorch and no ONNX/],
    [
      'of another form',
      { siblings: files(...WHOLE, 'encoder.onnx') },
      /its ONNX files are encoder\.onnx; expected model or/,
    ],
    [
      'without a tokenizer',
      { siblings: files('config.json', 'onnx/model.onnx') },
      /holds no tokenizer\.json, tokenizer_config\.json/,
    ],
    ['of no hub', { siblings: 'none' }, /answer about Someone\/Thing is not understood/],
  ])('%s is refused in one sentence', async (_, fault, message) => {
    if (typeof fault === 'number') hub.faults.set('about', { status: fault })
    else hub.about = fault
    await expect(openLibrary().lookUp('Someone/Thing')).rejects.toThrow(message)
  })

  it('has a name of two parts', async () => {
    await expect(openLibrary().lookUp('just-a-name')).rejects.toThrow(
      /is named ORG\/NAME, .*; got "just-a-name"/,
    )
    for (const name of ['../../etc/passwd', '../..', 'a/..', './b', 'a/b?c', `a/${'b'.repeat(97)}`]) {
      await expect(openLibrary().lookUp(name)).rejects.toThrow(/is named ORG\/NAME/)
    }
    expect(hub.requests).toEqual([])
  })

  it.each([
    ['is no JSON', 'not JSON', /its config\.json is no JSON object/],
    ['is no object', 'null', /its config\.json is no JSON object/],
    ['has no end', `{"a":"${'x'.repeat(17 * 2 ** 20)}"}`, /or its config\.json, is larger than 16 MiB/],
  ])('whose config.json %s is refused', async (_, config, message) => {
    hub.faults.set('config.json', { body: Buffer.from(config), isHonest: true })
    await expect(openLibrary().lookUp('Someone/Thing')).rejects.toThrow(message)
  })

  it('that names a million files of weights is not fetched', async () => {
    const library = openLibrary()
    const { id } = await library.lookUp('Someone/Tiny-Llama')
    const config = { 'transformers.js_config': { use_external_data_format: 1e6 } }
    hub.faults.set('config.json', { body: Buffer.from(JSON.stringify(config)), isHonest: true })
    await expect(library.install(id)).rejects.toThrow(/names 1,000,000 files of weights, and at most 1,000/)
  })

  it('is out of reach without a network, and that is stated', async () => {
    hub.isReachable = false
    await expect(openLibrary().lookUp('Someone/Thing')).rejects.toThrow(
      /hub cannot be reached, so nothing is known of/,
    )
  })

  it('cannot be asked for where HF_ENDPOINT is no address', async () => {
    process.env.HF_ENDPOINT = 'hf-mirror.com'
    try {
      await expect(openLibrary().lookUp('Someone/Thing')).rejects.toThrow(
        'HF_ENDPOINT must be an address that begins with https:// or http://, got "hf-mirror.com"; ' +
          'write https://hf-mirror.com.',
      )
    } finally {
      delete process.env.HF_ENDPOINT
    }
  })
})

describe('a hub that is busy', () => {
  it('is asked again when its answer allows, not sooner', async () => {
    hub.faults.set('config.json', { status: 429, retryAfter: 1 })
    const library = openLibrary()
    hub.about = {}
    const started = performance.now()
    const asked = () => hub.requests.filter((request) => request === 'HEAD config.json').length
    const going = library.install('distilgpt2@fp32').catch(() => undefined)
    await expect.poll(asked).toBe(1)
    hub.faults.clear()
    await going
    expect(asked()).toBe(2)
    expect(performance.now() - started).toBeGreaterThan(990)
  })

  it('is not waited for where it asks for longer than two minutes', async () => {
    hub.faults.set('config.json', { status: 429, retryAfter: 3600 })
    await expect(openLibrary().install('gpt2')).rejects.toThrow(
      /The model hub answered 429 for GPT-2; try again later/,
    )
  })

  it('whose storage denies a file is not called gated, and what arrived is kept', async () => {
    hub.faults.set('onnx/model.onnx', { storageStatus: 403 })
    const library = openLibrary()
    const { id } = await library.lookUp('Someone/Tiny-Llama')
    await expect(library.install(id)).rejects.toThrow(
      /The hub's storage answered 403 for Tiny-Llama; what arrived is kept, so trying again goes on from there/,
    )
    expect(library.list().at(-1)!.keptBytes).toBeGreaterThan(1000)
    hub.faults.clear()
    await library.install(id)
  })
})

describe('models check', () => {
  it('states which entries of the list the hub does not bear out', async () => {
    const models = catalogue.models.filter(({ id }) => id === 'books-13m' || id === 'distilgpt2')
    const [line] = await checkList(openLibrary({ ...catalogue, models }), new AbortController().signal)
    expect(line!.isRight).toBe(false)
    expect(line!.text).toMatch(
      /^distilgpt2 +its licence is mit, listed as Apache-2\.0; its architecture is llama, listed as gpt2; there is no decoder_model_merged in q8/,
    )
  })
})
