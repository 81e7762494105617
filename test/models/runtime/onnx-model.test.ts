import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadModel } from '../../../src/models/runtime/load.ts'
import type { OnnxLanguageModel } from '../../../src/models/runtime/onnx-model.ts'
import { runToEnd, tokensOf } from '../../with-model/model.ts'
import { TINY_GPT2 } from '../tiny-gpt2.ts'

const folders = { builtIn: join(import.meta.dirname, '../../fixtures'), cache: '/nonexistent' }

describe.each(['decoder_model_merged', 'decoder_model_merged_without_positions'])(
  'a GPT-2 export: %s',
  (file) => {
    let model: OnnxLanguageModel
    beforeAll(async () => {
      model = await loadModel({ ...TINY_GPT2, modelFile: file }, { folders })
    })
    afterAll(() => model.release())

    it('describes itself', () => {
      expect(model.info).toEqual({
        id: 'tiny-gpt2',
        vocabularySize: 50_257,
        contextLength: 128,
        beginOfText: [],
        endOfText: [50_256],
        hasHiddenStates: false,
      })
    })

    it('decodes side by side to the end', async () => {
      const request = {
        prompt: 'Once upon a time',
        lanes: ['greedy', 'top-k:40', 'nucleus:0.9'],
        seed: 3,
        maxTokens: 24,
      }
      const result = await runToEnd(model, request)
      expect(tokensOf(await runToEnd(model, request))).toEqual(tokensOf(result))
      for (const { samples } of result.lanes) {
        expect(samples[0]!.tokens.length).toBeGreaterThan(0)
        expect(samples[0]!.steps.map(({ text }) => text).join('')).toBe(samples[0]!.text)
      }
    })

    it('states why a lane cannot run that needs hidden states, and runs the others', async () => {
      const request = { prompt: 'Once upon', lanes: ['contrastive', 'greedy'], maxTokens: 4 }
      const [contrastive, greedy] = (await runToEnd(model, request)).lanes.map(({ samples }) => samples[0]!)
      expect(contrastive).toMatchObject({ stop: 'error', tokens: [] })
      expect(contrastive!.message).toMatch(
        /"contrastive" needs the model's hidden states, which the export of tiny-gpt2/,
      )
      expect(greedy!.tokens).toHaveLength(4)
    })

    it('continues from the cache as from the whole text, up to its own rounding', async () => {
      const tokens = model.encode('Once upon a time there was')
      let batch = await model.prefill(tokens.slice(0, -1))
      batch = await batch.extend([
        { parent: 0, token: tokens.at(-1)! },
        { parent: 0, token: tokens.at(-1)! },
      ])
      const whole = await model.prefill(tokens)
      const other = await model.prefill(model.encode('Once upon a time there is'))
      // Activations of 8 bits: 0.22 on a processor without VNNI, whose products saturate.
      for (const row of batch.rows) {
        const apart = totalVariation(row.logits, whole.rows[0]!.logits)
        expect(apart).toBeLessThan(0.3)
        expect(apart).toBeLessThan(totalVariation(row.logits, other.rows[0]!.logits))
      }
      for (const one of [batch, whole, other]) one.dispose()
    })

    it('gathers cache rows by parent', async () => {
      const prompt = model.encode('Once upon a time')
      const [a, b] = model.encode(' king queen') as [number, number]
      let batch = await model.prefill(prompt)
      batch = await batch.extend([
        { parent: 0, token: a },
        { parent: 0, token: b },
      ])
      batch = await batch.extend([
        { parent: 1, token: a },
        { parent: 0, token: a },
        { parent: 1, token: a },
      ])
      const [fromB, fromA, alsoFromB] = batch.rows.map(({ logits }) => logits) as [
        Float32Array,
        Float32Array,
        Float32Array,
      ]
      expect(totalVariation(fromB, alsoFromB)).toBe(0)
      expect(totalVariation(fromB, fromA)).toBeGreaterThan(0.05)
      batch.dispose()
    })
  },
)

/** Half the L1 distance of two softmaxes. */
function totalVariation(left: Float32Array, right: Float32Array): number {
  const [p, q] = [softmax(left), softmax(right)]
  return p.reduce((sum, one, id) => sum + Math.abs(one - q[id]!), 0) / 2
}

function softmax(logits: Float32Array): number[] {
  const highest = logits.reduce((top, logit) => Math.max(top, logit), -Infinity)
  const weights = Array.from(logits, (logit) => Math.exp(logit - highest))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

describe('a tokenizer that begins a text with a token', () => {
  const work = mkdtempSync(join(tmpdir(), 'nucleus-begin-'))
  afterAll(() => rmSync(work, { recursive: true }))

  it('has it before every prompt, and not before text that goes on', async () => {
    cpSync(join(folders.builtIn, 'tiny-gpt2'), join(work, 'tiny-gpt2'), { recursive: true })
    const file = join(work, 'tiny-gpt2/tokenizer.json')
    const tokenizer = JSON.parse(readFileSync(file, 'utf8'))
    const name = '<|endoftext|>'
    const text = { Sequence: { id: 'A', type_id: 0 } }
    tokenizer.post_processor = {
      type: 'TemplateProcessing',
      single: [{ SpecialToken: { id: name, type_id: 0 } }, text],
      pair: [text, { Sequence: { id: 'B', type_id: 1 } }],
      special_tokens: { [name]: { id: name, ids: [50_256], tokens: [name] } },
    }
    writeFileSync(file, JSON.stringify(tokenizer))
    const model = await loadModel(TINY_GPT2, { folders: { ...folders, builtIn: work } })
    expect(model.info.beginOfText).toEqual([50_256])
    const { promptTokens } = await runToEnd(model, { prompt: 'Once upon', lanes: ['greedy'], maxTokens: 2 })
    expect(promptTokens).toEqual([50_256, ...model.encode('Once upon')])
    await model.release()
  })
})
