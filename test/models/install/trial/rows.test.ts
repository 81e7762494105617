import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCatalogue } from '../../../../src/models/catalogue/read-catalogue.ts'
import { distance, readBothWays } from '../../../../src/models/install/trial/cache.ts'
import { isSame } from '../../../../src/models/install/trial/rows.ts'
import { tryModel } from '../../../../src/models/install/trial/trial.ts'
import { loadModel } from '../../../../src/models/runtime/load.ts'
import type { OnnxLanguageModel } from '../../../../src/models/runtime/onnx-model.ts'
import { projectRoot } from '../../../../src/project.ts'
import { runToEnd, tokensOf } from '../../../with-model/model.ts'
import { TINY_GPT2 } from '../../tiny-gpt2.ts'

const fixtures = join(import.meta.dirname, '../../../fixtures')
const folders = { builtIn: fixtures, cache: '/nonexistent' }
const LANES = ['greedy', 'top-k:40', 'nucleus:0.9', 'temperature:0.7', 'min-p:0.1', 'typical:0.9']
const ask = (lanes: readonly string[]) => ({
  prompt: 'Once upon a time',
  lanes: [...lanes],
  seed: 3,
  maxTokens: 24,
})

describe('a trial of a model', () => {
  it('finds that a dynamic 8-bit graph mixes rows', async () => {
    const facts = await tryModel(TINY_GPT2, join(fixtures, 'tiny-gpt2'))
    expect(facts).toEqual({
      vocabularySize: 50_257,
      contextLength: 128,
      hiddenStates: false,
      chatTemplate: false,
      lanesIndependent: true,
      rowByRow: true,
      leastRows: 1,
      dataFiles: [],
    })
  })

  it('finds that the built-in one does not', async () => {
    const [builtIn] = readCatalogue(join(projectRoot, 'models.json')).models
    const facts = await tryModel(builtIn!, join(projectRoot, 'models/books-13m'))
    expect(facts).toMatchObject({
      lanesIndependent: builtIn!.lanesIndependent,
      rowByRow: false,
      leastRows: 1,
    })
  })

  it('lets a correct 8-bit graph round otherwise with its cache than without', async () => {
    const model = await loadModel(TINY_GPT2, { folders })
    const { whole, stepped } = await readBothWays(model, model.encode('Once upon a time there was a king'))
    expect(distance(whole, stepped)).toBeGreaterThan(0.001)
    expect(distance(whole, stepped)).toBeLessThan(0.3)
    await model.release()
  })
})

describe('a model that is run row by row', () => {
  let together: OnnxLanguageModel
  let apart: OnnxLanguageModel
  beforeAll(async () => {
    together = await loadModel(TINY_GPT2, { folders })
    apart = await loadModel({ ...TINY_GPT2, rowByRow: true }, { folders })
  })
  afterAll(() => Promise.all([together.release(), apart.release()]))

  const alone = async (model: OnnxLanguageModel) => {
    const results = []
    for (const lane of LANES) results.push(...tokensOf(await runToEnd(model, ask([lane]))))
    return results
  }

  it('gives every lane the tokens it has alone, where the same graph in batches does not', async () => {
    expect(tokensOf(await runToEnd(apart, ask(LANES)))).toEqual(await alone(apart))
    expect(tokensOf(await runToEnd(together, ask(LANES)))).not.toEqual(await alone(together))
  })

  it('searches with beams: several children of one row, none of another', async () => {
    const lanes = ['beam:4', 'diverse-beam:4', 'greedy']
    const beams = tokensOf(await runToEnd(apart, ask(lanes)))
    expect(beams[0]).toEqual(tokensOf(await runToEnd(apart, ask(['beam:4'])))[0])
    expect(beams[2]).toEqual(tokensOf(await runToEnd(apart, ask(['greedy'])))[0])
  })
})

describe('slots of a model that is run row by row', () => {
  it('have the same logits whatever shares their forward', async () => {
    const model = await loadModel({ ...TINY_GPT2, rowByRow: true }, { folders })
    const prompts = ['Once upon a time', 'In the morning sea', 'Nobody ever knew it'].map((text) =>
      model.encode(text).slice(0, 4),
    )
    const together = model.openSlots()
    const opened = prompts.map((tokens) => ({ slot: together.open().slot, tokens }))
    await together.forward(opened)
    const rows = await together.forward(opened.map(({ slot }, row) => ({ slot, tokens: [row + 40] })))
    const logits = rows.map((row) => row.logits.slice())
    for (const [row, tokens] of prompts.entries()) {
      const alone = model.openSlots()
      const { slot } = alone.open()
      await alone.forward([{ slot, tokens }])
      const [answer] = await alone.forward([{ slot, tokens: [row + 40] }])
      expect(isSame(answer!.logits, logits[row]!)).toBe(true)
      alone.dispose()
    }
    together.dispose()
    await model.release()
  })
})
