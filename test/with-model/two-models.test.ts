import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEngine } from '../../src/engine/local-engine.ts'
import { parseRunRequest, type RunInput } from '../../src/runs/request/request.ts'
import { createCollector } from '../../src/runs/run/collect.ts'
import type { RunResult } from '../../src/runs/run/events.ts'
import { openTwoModels } from '../models/two-models.ts'
import { tokensOf } from './model.ts'

const CHAINS = ['greedy', 'nucleus:0.9', 'beam:width=2']
const SETTINGS = { prompt: 'The old house stood at', seed: 11, maxTokens: 24, samples: 2 }

describe('two real models in one run', () => {
  const { library, remove } = openTwoModels()
  const runner = createEngine(library)
  const runToEnd = async (input: Partial<RunInput>): Promise<RunResult> => {
    const collector = createCollector()
    await runner.start(parseRunRequest({ ...SETTINGS, ...input }), collector.receive)
    return collector.result()
  }
  let together: RunResult
  beforeAll(async () => {
    together = await runToEnd({ lanes: [...CHAINS, ...CHAINS.map((chain) => `${chain}@tiny-gpt2`)] })
  })
  afterAll(async () => {
    await library.release()
    remove()
  })

  it.each([
    ['books-13m', 0],
    ['tiny-gpt2', CHAINS.length],
  ])('gives the lanes of %s the tokens they have in a run of that model alone', async (model, first) => {
    const alone = await runToEnd({ model, lanes: CHAINS })
    expect(tokensOf(together).slice(first, first + CHAINS.length)).toEqual(tokensOf(alone))
    expect(together.lanes[first]!.samples[0]!.text).toBe(alone.lanes[0]!.samples[0]!.text)
    const { promptTokens = together.promptTokens } = together.lanes[first]!
    expect(promptTokens).toEqual(alone.promptTokens)
  })

  it('draws with the same numbers on both', () => {
    const drawn = [1, 1 + CHAINS.length].map((lane) =>
      together.lanes[lane]!.samples[1]!.steps.map(({ u }) => u),
    )
    const length = Math.min(...drawn.map((one) => one.length))
    expect(length).toBeGreaterThan(5)
    expect(drawn[1]!.slice(0, length)).toEqual(drawn[0]!.slice(0, length))
  })

  it('contrasts a model with itself at short sight: the same alone and beside others', async () => {
    const lanes = ['contrastive-decoding+greedy', 'contrastive-decoding:alpha=0.1,beta=0.5,form=logits']
    const beside = await runToEnd({ lanes: ['nucleus:0.9', ...lanes, 'greedy@tiny-gpt2'] })
    for (const [index, lane] of lanes.entries()) {
      const alone = await runToEnd({ lanes: [lane] })
      expect(tokensOf(alone)[0], lane).toEqual(tokensOf(beside)[index + 1])
      expect(alone.lanes[0]!.samples[0]!.steps.every(({ keptMass }) => keptMass > 0)).toBe(true)
    }
    expect(tokensOf(beside)[1]![0]).not.toEqual(tokensOf(together)[0]![0])
  })

  it('contrasts two models that share a tokenizer, and reports it where they do not', async () => {
    const contrast = 'contrastive-decoding:alpha=0.5,beta=1,form=logits,amateur-window=0'
    const lanes = ['tiny-twin', 'same'].map((amateur) => `${contrast},amateur=${amateur}+greedy@tiny-gpt2`)
    const mismatch = 'contrastive-decoding:alpha=0.1,amateur=tiny-gpt2'
    const { lanes: ended } = await runToEnd({ lanes: [...lanes, 'greedy@tiny-gpt2', mismatch] })
    const [twin, same, greedy, wrong] = ended.map(({ samples }) => samples[0]!)
    // The twin has the same weights: against it, as against itself, the best token is the model's own.
    expect(twin!.tokens).toEqual(greedy!.tokens)
    expect(same!.tokens).toEqual(greedy!.tokens)
    expect(wrong).toMatchObject({
      stop: 'error',
      message:
        `"${mismatch}" needs an amateur with the vocabulary of books-13m, and tiny-gpt2 has another; ` +
        'name a model of the same family, or "same".',
    })
  })
})
