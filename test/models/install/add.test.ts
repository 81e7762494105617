import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UserError } from '../../../src/errors.ts'
import { readCatalogue } from '../../../src/models/catalogue/read-catalogue.ts'
import type { Converters } from '../../../src/models/install/installer.ts'
import { createModelLibrary, type ModelLibrary } from '../../../src/models/library.ts'
import { projectRoot } from '../../../src/project.ts'
import { runToEnd } from '../../with-model/model.ts'
import { GRAPH } from './hub-server.ts'

const fixture = join(import.meta.dirname, '../../fixtures/tiny-gpt2')

let work: string
let mine: string
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'nucleus-test-'))
  mine = join(work, 'My Model v1')
  cpSync(fixture, mine, { recursive: true })
})
afterEach(() => rmSync(work, { recursive: true }))

const openLibrary = (converters: Converters = {}): ModelLibrary =>
  createModelLibrary(
    readCatalogue(join(projectRoot, 'models.json')),
    { builtIn: join(projectRoot, 'models'), cache: join(work, 'cache') },
    { converters },
  )
const rewrite = (path: string, change: (json: Record<string, unknown>) => void) => {
  const json = JSON.parse(readFileSync(join(mine, path), 'utf8'))
  change(json)
  writeFileSync(join(mine, path), JSON.stringify(json))
}
const nothingAdded = () => {
  expect(
    openLibrary()
      .list()
      .map(({ id }) => id),
  ).toEqual(readCatalogue(join(projectRoot, 'models.json')).models.map(({ id }) => id))
  for (const folder of ['models', 'partial']) {
    try {
      expect(readdirSync(join(work, 'cache', folder))).toEqual([])
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('ENOENT')
    }
  }
}

describe('a folder of one’s own', () => {
  it('is linked: listed with what opening it showed, and runs; removal leaves the folder alone', async () => {
    const library = openLibrary()
    expect(await library.add(mine)).toMatchObject({
      id: 'my-model-v1',
      title: 'My Model v1',
      architecture: 'gpt2',
      contextLength: 128,
      vocabularySize: 50_257,
      dtype: 'q8',
      hiddenStates: false,
      state: 'downloaded',
      cacheBytes: 0,
    })
    const model = await openLibrary().load('my-model-v1')
    const request = { prompt: 'Once', lanes: ['greedy'], seed: 1, maxTokens: 3 }
    expect((await runToEnd(model, request)).lanes[0]!.samples[0]!.tokens).toHaveLength(3)
    await library.remove('my-model-v1')
    nothingAdded()
    expect(readdirSync(mine)).toContain('config.json')
  })

  it('is copied where that is asked for, and then needs its origin no more', async () => {
    const added = await openLibrary().add(mine, { copy: true, id: 'copied' })
    expect(added.cacheBytes).toBeGreaterThan(1_700_000)
    rmSync(mine, { recursive: true })
    const library = openLibrary()
    expect((await library.load('copied')).info.id).toBe('copied')
    await library.release()
  })

  it('that is gone since it was linked is named by its id', async () => {
    const library = openLibrary()
    await library.add(mine)
    rmSync(mine, { recursive: true })
    await expect(library.load('my-model-v1')).rejects.toThrow(
      'The folder of my-model-v1 is gone; put it back, or remove the model ("nucleus models remove ' +
        'my-model-v1") and add it again.',
    )
  })

  it('that has lost a file since it was linked is named with it', async () => {
    const library = openLibrary()
    await library.add(mine)
    rmSync(join(mine, 'config.json'))
    await expect(library.load('my-model-v1')).rejects.toThrow(
      'My Model v1 is damaged on disk: it needs config.json with 351 bytes, and it is missing; remove ' +
        'it ("nucleus models remove my-model-v1"), then fetch or add it again.',
    )
  })

  it.each<[string, RegExp, () => void]>([
    ['without config.json', /it holds no config.json/, () => rmSync(join(mine, 'config.json'))],
    [
      'with a config.json that is no JSON',
      /states no model_type, or is no JSON/,
      () => writeFileSync(join(mine, 'config.json'), '{'),
    ],
    ['without tokenizer.json', /it holds no tokenizer.json/, () => rmSync(join(mine, 'tokenizer.json'))],
    [
      'without tokenizer_config.json',
      /it holds no tokenizer_config.json/,
      () => rmSync(join(mine, 'tokenizer_config.json')),
    ],
    [
      'without a graph',
      /it holds no onnx\/model.onnx or onnx\/decoder_model_merged.onnx/,
      () => rmSync(join(mine, 'onnx'), { recursive: true }),
    ],
    [
      'with PyTorch weights',
      /model.safetensors holds weights of PyTorch: export them to ONNX/,
      () => {
        rmSync(join(mine, 'onnx'), { recursive: true })
        writeFileSync(join(mine, 'model.safetensors'), '')
      },
    ],
    [
      'with a graph of another name',
      /its onnx folder has strange.onnx; expected/,
      () => {
        rmSync(join(mine, 'onnx'), { recursive: true })
        mkdirSync(join(mine, 'onnx'))
        writeFileSync(join(mine, 'onnx/strange.onnx'), '')
      },
    ],
    [
      'with a broken graph',
      /The ONNX file of My Model v1 cannot be read/,
      () => writeFileSync(join(mine, GRAPH), 'hello'),
    ],
    [
      'of an unknown architecture',
      /is of the architecture "fancy"/,
      () =>
        rewrite('config.json', (config) => {
          config.model_type = 'fancy'
          config.architectures = ['FancyLM']
        }),
    ],
    [
      'that states no context length',
      /its config.json states no max_position_embeddings/,
      () =>
        rewrite('config.json', (config) => {
          delete config.n_positions
          delete config.n_ctx
        }),
    ],
    [
      'with fewer logits than tokens',
      /50,257 logits for 60,000 tokens/,
      () =>
        rewrite('config.json', (config) => {
          config.vocab_size = 60_000
        }),
    ],
    [
      'with a tokenizer that loses text',
      /its tokenizer does not give a text back/,
      () =>
        rewrite('tokenizer.json', (tokenizer) => {
          tokenizer.normalizer = { type: 'Lowercase' }
        }),
    ],
    [
      'with weights kept apart that are not there',
      /it holds no onnx\/.*onnx_data/,
      () =>
        rewrite('config.json', (config) => {
          config['transformers.js_config'] = { use_external_data_format: true }
        }),
    ],
  ])('%s is refused precisely, and nothing is added', async (_, message, spoil) => {
    spoil()
    await expect(openLibrary().add(mine)).rejects.toThrow(message)
    nothingAdded()
  })

  it('is refused under an id that is taken or none', async () => {
    const library = openLibrary()
    await expect(library.add(mine, { id: 'gpt2' })).rejects.toThrow(/There is a model "gpt2" already/)
    await expect(library.add(mine, { id: '../up' })).rejects.toThrow(/made of lower-case letters/)
    await expect(library.add(mine, { dtype: 'q4' })).rejects.toThrow(/no export of dtype "q4"; it has q8/)
    await expect(library.add(join(work, 'nothing'))).rejects.toThrow(
      /There is nothing at .*nothing; check the path/,
    )
    await expect(library.add(join(mine, 'config.json'))).rejects.toThrow(
      /is a file; expected a folder in the layout/,
    )
    nothingAdded()
  })
})

describe('a file that a converter takes', () => {
  const file = () => join(work, 'Tiny.GGUF')
  const converters: Converters = {
    '.gguf': async ({ folder, onProgress }) => {
      onProgress({ loaded: 1, total: 2, stage: 'converting' })
      cpSync(fixture, folder, { recursive: true })
    },
  }
  beforeEach(() => writeFileSync(file(), 'weights'))

  it('becomes a model of its own', async () => {
    const library = openLibrary(converters)
    const stages: unknown[] = []
    const added = await library.add(file(), { onProgress: ({ stage }) => stages.push(stage) })
    expect(added).toMatchObject({ id: 'tiny', architecture: 'gpt2', state: 'downloaded' })
    expect(stages).toEqual(['converting'])
    rmSync(file())
    expect((await openLibrary().load('tiny')).info.id).toBe('tiny')
  })

  it('leaves nothing where the converter cannot take it', async () => {
    const refusing: Converters = {
      '.gguf': async ({ folder }) => {
        writeFileSync(join(folder, 'half'), '')
        throw new UserError('model-unsupported', 'Tiny.GGUF has tensors of type IQ2_XS.')
      },
    }
    await expect(openLibrary(refusing).add(file())).rejects.toThrow('Tiny.GGUF has tensors of type IQ2_XS.')
    nothingAdded()
  })
})
