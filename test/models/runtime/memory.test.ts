import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Catalogue, ModelEntry } from '../../../src/models/catalogue/catalogue.ts'
import type { ModelHost } from '../../../src/models/host.ts'
import { createHostedLibrary, createModelLibrary, type ModelLibrary } from '../../../src/models/library.ts'
import { localHost } from '../../../src/models/local-host.ts'
import type { OnnxLanguageModel } from '../../../src/models/runtime/onnx-model.ts'
import { runToEnd } from '../../with-model/model.ts'
import { TINY_GPT2 } from '../tiny-gpt2.ts'

const fixtures = join(import.meta.dirname, '../../fixtures')
/** What one of the models below is counted with: twice its graph. */
const EACH = 2 * 717_759

const entry = (id: string, folder = 'tiny-gpt2'): ModelEntry => ({
  ...TINY_GPT2,
  id,
  title: id,
  source: { kind: 'built-in', folder },
})
const catalogue: Catalogue = {
  default: 'a',
  models: [entry('a'), entry('b'), entry('c'), entry('broken', 'nothing-here')],
}

let cache: string
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'nucleus-test-'))
  held = 0
})
afterEach(() => rmSync(cache, { recursive: true }))

/** What the models' process takes, as the library is given it; 0 for unknown. */
let held = 0
/** Opens models in earnest, and measures what each test wants. */
const host: ModelHost<OnnxLanguageModel> = {
  ...localHost,
  open: async (entry, folders) => ({ ...(await localHost.open(entry, folders)), grownBy: EACH }),
  heldBytes: () => held,
}
const open = (memoryLimit: number): ModelLibrary =>
  createHostedLibrary(host, catalogue, { builtIn: fixtures, cache }, { memoryLimit })
const loaded = (library: ModelLibrary) =>
  library
    .list()
    .filter(({ state }) => state === 'loaded')
    .map(({ id }) => id)

describe('a limit on memory', () => {
  it('closes the model that was used longest ago', async () => {
    const library = open(2 * EACH)
    await library.load('a')
    await library.load('b')
    await library.load('a')
    await library.load('c')
    expect(loaded(library)).toEqual(['a', 'c'])
    expect(library.usage()).toMatchObject({ memoryBytes: 2 * EACH, memoryLimit: 2 * EACH })
    await library.load('b')
    expect(loaded(library)).toEqual(['b', 'c'])
    await library.release()
    expect(loaded(library)).toEqual([])
  })

  it('never closes a model that is in use, and reports it where another does not fit beside it', async () => {
    const library = open(EACH)
    const { model, giveBack } = await library.borrow('a')
    expect(library.list()[0]).toMatchObject({ state: 'loaded', uses: 1 })
    await expect(library.load('b')).rejects.toThrow(
      /b needs about 2 MB of memory beside the 2 MB of models in use, and the limit for models is 2 MB; wait/,
    )
    const request = { prompt: 'Once', lanes: ['greedy'], seed: 1, maxTokens: 3 }
    expect((await runToEnd(model, request)).lanes[0]!.samples[0]!.tokens).toHaveLength(3)
    giveBack()
    giveBack()
    await library.load('b')
    expect(loaded(library)).toEqual(['b'])
    await library.release()
  })

  it('counts what was measured at load, not what was expected', async () => {
    const heavy = {
      ...host,
      open: async (...given: Parameters<typeof host.open>) => ({
        ...(await host.open(...given)),
        grownBy: 3 * EACH,
      }),
    }
    const library = createHostedLibrary(
      heavy,
      catalogue,
      { builtIn: fixtures, cache },
      { memoryLimit: 4 * EACH },
    )
    await library.load('a')
    expect(library.usage().memoryBytes).toBe(3 * EACH)
    await library.load('b')
    expect(loaded(library)).toEqual(['b'])
    await library.release()
  })

  it('lets go of idle models when runs have made the process grow over the limit', async () => {
    held = 100 * EACH
    const library = open(6 * EACH)
    await library.load('a')
    await library.load('b')
    const { giveBack } = await library.borrow('c')
    expect(loaded(library)).toEqual(['a', 'b', 'c'])
    held = 107.5 * EACH
    giveBack()
    await expect.poll(() => loaded(library)).toEqual(['c'])
    await library.release()
  })

  it('counts no memory that runs have used and the next ones use again', async () => {
    held = 100 * EACH
    const library = open(4 * EACH)
    await library.load('b')
    const { giveBack } = await library.borrow('a')
    held = 103.5 * EACH
    expect(library.memory()).toEqual({ limit: 4 * EACH, models: 2 * EACH })
    giveBack()
    expect(library.usage().memoryBytes).toBe(2 * EACH)
    expect(await library.makeRoom(2 * EACH)).toEqual({ limit: 4 * EACH, models: 2 * EACH })
    expect(loaded(library)).toEqual(['a', 'b'])
    await library.release()
  })

  it('makes room for a run by closing idle models, the longest unused first, and none in use', async () => {
    const library = open(4 * EACH)
    await library.load('a')
    await library.load('b')
    const { giveBack } = await library.borrow('c')
    expect(await library.makeRoom(EACH)).toEqual({ limit: 4 * EACH, models: 3 * EACH })
    expect(loaded(library)).toEqual(['a', 'b', 'c'])
    expect(await library.makeRoom(2 * EACH)).toEqual({ limit: 4 * EACH, models: 2 * EACH })
    expect(loaded(library)).toEqual(['b', 'c'])
    expect(await library.makeRoom(100 * EACH)).toEqual({ limit: 4 * EACH, models: EACH })
    expect(loaded(library)).toEqual(['c'])
    giveBack()
    await library.release()
  })

  it('that a model exceeds alone is named with the remedy', async () => {
    await expect(open(EACH - 1).load('a')).rejects.toThrow(
      'a needs about 2 MB of memory, and the limit for models is 2 MB; raise NUCLEUS_MEMORY.',
    )
  })

  it('keeps the old model working where the new one fails', async () => {
    const library = open(EACH)
    const before = await library.load('a')
    await expect(library.load('broken')).rejects.toThrow(/broken cannot be opened: .* holds no config.json/)
    expect(loaded(library)).toEqual(['a'])
    expect(await library.load('a')).toBe(before)
    expect(library.list()[3]).toMatchObject({ state: 'failed' })
    await library.release()
  })

  it('lets a model that was broken work as soon as it is mended', async () => {
    cpSync(fixtures, join(cache, 'models-of-mine'), { recursive: true })
    const library = createModelLibrary(catalogue, { builtIn: join(cache, 'models-of-mine'), cache })
    await expect(library.load('broken')).rejects.toThrow()
    cpSync(join(fixtures, 'tiny-gpt2'), join(cache, 'models-of-mine/nothing-here'), { recursive: true })
    await library.load('broken')
    expect(library.list()[3]).toMatchObject({ state: 'loaded' })
    await library.release()
  })
})
