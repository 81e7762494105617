import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCatalogue } from '../../../../src/models/catalogue/read-catalogue.ts'
import { createModelLibrary, type ModelLibrary } from '../../../../src/models/library.ts'
import { projectRoot } from '../../../../src/project.ts'

/**
 * Random models that optimum exported, and the tokens PyTorch continues with: see
 * training/make_tiny_exports.py.
 */
const exports = join(import.meta.dirname, '../../../fixtures/tiny-exports')

interface Expected {
  readonly prompt: readonly number[]
  readonly tokens: readonly number[]
  /** The smallest lead of a chosen token's logit. */
  readonly lead: number
  /** The first logits before the last of them. */
  readonly logits: readonly number[]
}
const expected = JSON.parse(readFileSync(join(exports, 'expected.json'), 'utf8')) as Record<string, Expected>

let work: string
let mine: string
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'nucleus-exports-'))
  mine = join(work, 'mine')
})
afterEach(() => rmSync(work, { recursive: true }))

const openLibrary = (): ModelLibrary =>
  createModelLibrary(readCatalogue(join(projectRoot, 'models.json')), {
    builtIn: join(projectRoot, 'models'),
    cache: join(work, 'cache'),
  })
const take = (family: string) => cpSync(join(exports, family), mine, { recursive: true })
const rewrite = (path: string, change: (json: Record<string, unknown>) => void) => {
  const json = JSON.parse(readFileSync(join(mine, path), 'utf8'))
  change(json)
  writeFileSync(join(mine, path), JSON.stringify(json))
}

/** What a ready model continues the prompt with, greedily, and its logits before the last token. */
async function continued(library: ModelLibrary, id: string, { prompt, tokens }: Expected) {
  const model = await library.load(id)
  let batch = await model.prefill(prompt)
  const chosen: number[] = []
  let logits = new Float32Array()
  for (;;) {
    logits = batch.rows[0]!.logits.slice()
    chosen.push(logits.indexOf(Math.max(...logits)))
    if (chosen.length === tokens.length) break
    batch = await batch.extend([{ parent: 0, token: chosen.at(-1)! }])
  }
  batch.dispose()
  return { chosen, logits }
}

describe('a family’s export', () => {
  it.each(['gpt2', 'gpt2-legacy', 'gpt_neox', 'llama', 'qwen3', 'gemma3', 'opt', 'bloom', 'llama-external'])(
    'is taken and agrees with PyTorch: %s',
    async (family) => {
      take(family)
      const library = openLibrary()
      const added = await library.add(mine)
      expect(added).toMatchObject({
        contextLength: 64,
        vocabularySize: 272,
        lanesIndependent: true,
        rowByRow: false,
        hiddenStates: false,
      })
      const wanted = expected[family]!
      const { chosen, logits } = await continued(library, added.id, wanted)
      expect(chosen).toEqual(wanted.tokens)
      for (const [index, logit] of wanted.logits.entries()) expect(logits[index]).toBeCloseTo(logit, 3)
      await library.release()
    },
  )

  it('in half floats is taken, cache and logits', async () => {
    take('llama-fp16')
    const library = openLibrary()
    const added = await library.add(mine)
    expect(added).toMatchObject({ dtype: 'fp16', lanesIndependent: true })
    const wanted = expected['llama-fp16']!
    const { chosen, logits } = await continued(library, added.id, wanted)
    // Rounded weights may choose otherwise where two tokens are near.
    expect(chosen.slice(0, 4)).toEqual(wanted.tokens.slice(0, 4))
    expect(logits).toBeInstanceOf(Float32Array)
    await library.release()
  })

  it('is taken where its graph lies beside config.json, as optimum writes it', async () => {
    take('llama')
    renameSync(join(mine, 'onnx/model.onnx'), join(mine, 'model.onnx'))
    rmSync(join(mine, 'onnx'), { recursive: true })
    const library = openLibrary()
    const added = await library.add(mine, { copy: true })
    rmSync(mine, { recursive: true })
    expect((await continued(library, added.id, expected.llama!)).chosen).toEqual(expected.llama!.tokens)
    await library.release()
  })
})

describe('a context that the graph does not reach', () => {
  const state = (tokens: number) =>
    rewrite('config.json', (config) => {
      config.n_positions = tokens
    })

  it.each([65, 128, 1000])('is lowered to what it does reach: %i stated', async (stated) => {
    take('gpt2')
    state(stated)
    const library = openLibrary()
    const added = await library.add(mine)
    expect(added.contextLength).toBe(64)
    const model = await library.load(added.id)
    expect(model.info.contextLength).toBe(64)
    const whole = await model.prefill(Array.from({ length: 64 }, (_, index) => index))
    expect(whole.rows[0]!.logits.some(Number.isNaN)).toBe(false)
    whole.dispose()
    await library.release()
    // As another process finds it.
    expect((await openLibrary().load(added.id)).info.contextLength).toBe(64)
  })

  it('is left as stated where it is shorter', async () => {
    take('gpt2')
    state(48)
    expect((await openLibrary().add(mine)).contextLength).toBe(48)
  })
})

describe('weights in files of their own', () => {
  it('are copied, counted and hashed with the graph that names them', async () => {
    take('llama-external')
    const library = openLibrary()
    const added = await library.add(mine, { copy: true })
    rmSync(mine, { recursive: true })
    expect(added.dataFiles).toEqual(['onnx/weights.bin'])
    expect(added.cacheBytes).toBeGreaterThan(100_000)
    const { models } = await library.environment([added.id])
    expect(models[0]!.files.map(({ path }) => path)).toEqual(['onnx/model.onnx', 'onnx/weights.bin'])
    const { chosen } = await continued(library, added.id, expected['llama-external']!)
    expect(chosen).toEqual(expected['llama-external']!.tokens)
    await library.release()
  })

  it('that are missing are named', async () => {
    take('llama-external')
    rmSync(join(mine, 'onnx/weights.bin'))
    await expect(openLibrary().add(mine)).rejects.toThrow(/it holds no onnx\/weights\.bin/)
  })
})

describe('an export that would answer wrongly is refused', () => {
  it.each<[string, string, RegExp, () => void]>([
    [
      'a cache that is not what was computed',
      'llama-wrong-cache',
      /with its cache \(past_key_values\) it answers otherwise than without; the export is at fault/,
      () => {},
    ],
    ['weights that are no numbers', 'llama-nan', /logits that are no numbers \(NaN\)/, () => {}],
    [
      'a tokenizer of another, larger model',
      'llama',
      /its tokenizer has a token 300 \("more"\), and its config\.json states a vocabulary of 272 tokens, from 0 to 271/,
      () =>
        rewrite('tokenizer.json', (tokenizer) => {
          const { vocab } = tokenizer.model as { vocab: Record<string, number> }
          vocab.more = 300
        }),
    ],
    [
      'a vocabulary that its graph does not have',
      'llama',
      /272 logits for 300 tokens/,
      () =>
        rewrite('config.json', (config) => {
          config.vocab_size = 300
        }),
    ],
    [
      'a context length under no name known',
      'bloom',
      /its config\.json states no max_position_embeddings, n_positions, max_seq_len or the like/,
      () =>
        rewrite('config.json', (config) => {
          delete config.seq_length
        }),
    ],
    [
      'a graph that ends too early',
      'llama',
      /The ONNX file of mine cannot be read: it is cut short/,
      () => {
        const graph = join(mine, 'onnx/model.onnx')
        writeFileSync(graph, readFileSync(graph).subarray(0, 100_000))
      },
    ],
  ])('%s', async (_, family, message, spoil) => {
    take(family)
    spoil()
    const library = openLibrary()
    await expect(library.add(mine)).rejects.toThrow(message)
    expect(library.list().some(({ id }) => id === 'mine')).toBe(false)
  })

  it('a special token beyond the vocabulary is refused in a prompt, not at add', async () => {
    take('llama')
    rewrite('tokenizer.json', (tokenizer) => {
      const added = tokenizer.added_tokens as Record<string, unknown>[]
      added.push({ ...added[0], id: 272, content: '<image>' })
    })
    const library = openLibrary()
    const model = await library.load((await library.add(mine)).id)
    expect(() => model.encode('See <image>')).toThrow(
      /The text holds <image>, which this model has no place for/,
    )
    expect(model.encode('See')).toHaveLength(3)
    await library.release()
  })
})
