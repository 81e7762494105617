import { basename, dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { decode } from '../../src/decoding/decode.ts'
import type { Decoder, DecoderOutput } from '../../src/decoding/decoder.ts'
import type { LanguageModel } from '../../src/decoding/model.ts'
import type { ModelEntry } from '../../src/models/catalogue/catalogue.ts'
import { readCatalogue } from '../../src/models/catalogue/read-catalogue.ts'
import { loadModel } from '../../src/models/runtime/load.ts'
import { projectRoot } from '../../src/project.ts'
import { laneDecoder } from '../fakes/lane.ts'
import { cases, isThorough } from '../helpers/thorough.ts'
import fp32 from '../reference/searches/books-13m.json' with { type: 'json' }
import shipped from '../reference/searches/books-13m-quantized.json' with { type: 'json' }
import { builtInModel, useBuiltInModel } from './model.ts'

type Reference = typeof fp32

/**
 * Every so many texts of each case, others from case to case; all of them with NUCLEUS_ALL_TEXTS=1, in two
 * minutes more.
 */
const STRIDE = process.env.NUCLEUS_ALL_TEXTS ? 1 : isThorough ? 5 : 20

/**
 * Folder of the built-in model's fp32 export (`config.json`, `tokenizer.json`, `onnx/model.onnx`), not
 * shipped.
 */
const fp32Folder = process.env.NUCLEUS_FP32_MODEL

describe('the shipped model chooses what transformers chooses on the same file', () => {
  compare(shipped, builtInModel)
})

describe('the shipped model', () => {
  const model = useBuiltInModel()
  it.each([
    ['beam:1', 'greedy'],
    ['contrastive:k=1', 'greedy'],
    ['contrastive:k=4,alpha=0', 'greedy'],
    ['diverse-beam:width=4,groups=2,diversity-penalty=0', 'beam:2'],
    ['stochastic-beam:3', 'sample'],
  ])('chooses the same by %s and by %s', async (one, other) => {
    for (const { tokens: prompt } of shipped.prompts.slice(0, cases(1, 4))) {
      expect(await choose(model(), one, prompt, 24)).toEqual(await choose(model(), other, prompt, 24))
    }
  })
})

// Run with NUCLEUS_FP32_MODEL=FOLDER: the fp32 export is 63 MB and not in the repository.
describe.skipIf(!fp32Folder)('the fp32 export chooses what transformers chooses in PyTorch', () => {
  compare(fp32, () => {
    const { models } = readCatalogue(join(projectRoot, 'models.json'))
    const folder = fp32Folder!
    const source = { kind: 'built-in', folder: basename(folder) } as const
    const entry: ModelEntry = { ...models[0]!, dtype: 'fp32', source, files: [] }
    return loadModel(entry, { folders: { builtIn: dirname(folder), cache: folder } })
  })
})

function compare({ about, prompts, cases }: Reference, load: () => Promise<LanguageModel>): void {
  let model: LanguageModel
  let isExact: boolean
  beforeAll(async () => {
    model = await load()
    isExact = about.weights.startsWith('fp32') || (await roundsAs(model, prompts))
  })

  it('reads the prompts as the same tokens', () => {
    for (const { text, tokens } of prompts) expect(model.encode(text)).toEqual(tokens)
  })

  it.each(cases)('$chain, to the end of the $ending', async ({ chain, endOfText, results }) => {
    // A search sees the end of a sentence as the end of a text where the case asks for it.
    const info = { ...model.info, endOfText }
    const differing: unknown[] = []
    const first = cases.findIndex((one) => one.chain === chain) % STRIDE
    const compared = [...prompts.entries()].filter(([i]) => i % STRIDE === first)
    for (const [i, { text, tokens: prompt }] of compared) {
      const chosen = await choose({ ...model, info }, chain, prompt, about.newTokens)
      const { tokens, margin } = results[i]!
      if (chosen.join() !== tokens.join()) differing.push({ text, margin, chosen, tokens })
    }
    // Another processor's last bits can tip an 8-bit activation, and a text with it; half of the texts must
    // still agree, also where sums of 8-bit products saturate (no VNNI).
    if (isExact) expect(differing).toEqual([])
    else expect(differing.length).toBeLessThanOrEqual(compared.length / 2)
  })
}

/** Whether this processor's logits are, to the last bit, those of the one the reference was made on. */
async function roundsAs(model: LanguageModel, prompts: Reference['prompts']): Promise<boolean> {
  for (const { tokens: prompt, rounding } of prompts) {
    const highest: number[] = []
    const greedy = laneDecoder(model, 'greedy', { prompt, maxTokens: 9 })
    const watch: Decoder = (rows) => {
      highest.push(Math.max(...rows[0]!.logits))
      return greedy(rows)
    }
    await decode(model, prompt, [watch], () => {})
    if (highest[0] !== rounding[0] || highest[8] !== rounding[1]) return false
  }
  return true
}

/** The tokens a chain chooses in the end. */
async function choose(
  model: LanguageModel,
  chain: string,
  prompt: readonly number[],
  maxTokens: number,
): Promise<readonly number[]> {
  const turns: DecoderOutput[] = []
  const hidden = chain.startsWith('contrastive')
  const decoder = laneDecoder(model, chain, { prompt, maxTokens })
  await decode(model, prompt, [decoder], (_, turn) => void turns.push(turn), { hidden })
  return turns.at(-1)!.tokens
}
