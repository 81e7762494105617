import { describe, expect, it } from 'vitest'
import type { LanePlan } from '../../../src/experiments/harness/definition.ts'
import { generate } from '../../../src/experiments/harness/generate.ts'
import type { Journal } from '../../../src/experiments/harness/journal.ts'
import { fakeModel } from '../../fakes/fake-model.ts'
import { runLane } from '../../fakes/lane.ts'

function memoryJournal(jobs = new Map<string, unknown>()): Journal & { jobs: Map<string, unknown> } {
  return {
    jobs,
    get: (key) => jobs.get(key),
    append: (key, value) => void jobs.set(key, JSON.parse(JSON.stringify(value))),
    close: () => {},
  }
}

const contexts = [
  { text: 'aa', tokens: [1, 1] },
  { text: 'bc', tokens: [2, 3] },
  { text: 'abc', tokens: [1, 2, 3] },
]
const plans: LanePlan[] = [
  'greedy',
  'nucleus:0.8',
  'temperature:0.5+top-k:3',
  'beam:width=3,length-penalty=0',
].map((lane) => ({ lane, contexts, seeds: [4, 5] }))
const options = { maxTokens: 7, modelHash: 'f'.repeat(64) }

describe('generate', () => {
  it('gives every text what a run of it alone gives, in the order of the plan', async () => {
    const model = fakeModel()
    const texts = await generate(model, plans, { ...options, journal: memoryJournal() })
    for (const plan of plans) {
      const made = texts(plan)
      expect(made.map(({ context, seed }) => [context.text, seed])).toEqual(
        contexts.flatMap(({ text }) => [4, 5].map((seed) => [text, seed])),
      )
      for (const { context, runSeed, tokens, logprobs, stop } of made) {
        const alone = await runLane(model, plan.lane, { prompt: context.tokens, maxTokens: 7, seed: runSeed })
        expect([tokens, stop], plan.lane).toEqual([alone.tokens, alone.stop])
        for (const [step, { logprob }] of alone.steps.entries())
          expect(logprobs[step]).toBeCloseTo(logprob, 5)
      }
    }
    expect(model.counts.open).toBe(0)
  })

  it('does not share random numbers between prompts or seeds', async () => {
    const same = [contexts[0]!, contexts[1]!]
    const plan = { lane: 'sample', contexts: same, seeds: [4, 5] }
    const texts = await generate(fakeModel(), [plan], { ...options, journal: memoryJournal() })
    expect(texts(plan).map(({ runSeed }) => runSeed)).toEqual([4000, 5000, 4001, 5001])
  })

  it('does a deterministic lane once for all seeds', async () => {
    const journal = memoryJournal()
    await generate(fakeModel(), plans.slice(0, 1), { ...options, journal })
    expect(journal.jobs.size).toBe(contexts.length)
  })

  it('records the tempered log-probability of each token', async () => {
    const model = fakeModel()
    const texts = await generate(model, plans, { ...options, journal: memoryJournal() })
    const [cool] = texts(plans[2]!)
    const history = [...cool!.context.tokens]
    for (const [step, token] of cool!.tokens.entries()) {
      const weights = model.logitsAfter(history).map((logit) => Math.exp(logit / 0.5))
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      expect(cool!.temperedLogprobs[step]).toBeCloseTo(Math.log(weights[token]! / total), 4)
      history.push(token)
    }
    const [plain] = texts(plans[1]!)
    expect(plain!.temperedLogprobs).toEqual(plain!.logprobs)
  })

  it('goes on after any number of finished jobs and ends the same', async () => {
    const whole = memoryJournal()
    const expected = await generate(fakeModel(), plans, { ...options, journal: whole })
    const entries = [...whole.jobs]
    for (const done of [0, 1, 5, entries.length - 1, entries.length]) {
      const journal = memoryJournal(new Map(entries.slice(0, done)))
      const model = fakeModel()
      const texts = await generate(model, plans, { ...options, journal })
      for (const plan of plans) expect(texts(plan)).toEqual(expected(plan))
      if (done === entries.length) expect(model.counts.prefills).toBe(0)
    }
  })

  it('reports progress up to 1', async () => {
    const shares: number[] = []
    await generate(fakeModel(), plans, {
      ...options,
      journal: memoryJournal(),
      onProgress: (share) => void shares.push(share),
    })
    expect(shares.at(-1)).toBeCloseTo(1, 9)
    expect(shares.every((share, index) => index === 0 || share >= shares[index - 1]!)).toBe(true)
  })

  it('makes whole batches again where a text depends on them', async () => {
    const whole = memoryJournal()
    const all = { ...options, dependsOnBatch: true }
    await generate(fakeModel(), plans, { ...all, journal: whole })
    const entries = [...whole.jobs]
    const model = fakeModel()
    await generate(model, plans, { ...all, journal: memoryJournal(new Map(entries.slice(0, -1))) })
    const without = fakeModel()
    await generate(without, plans, { ...options, journal: memoryJournal(new Map(entries.slice(0, -1))) })
    expect(Math.max(...model.counts.rows)).toBeGreaterThan(Math.max(...without.counts.rows))
  })

  it('refuses a text that was not planned, and stops when aborted', async () => {
    const texts = await generate(fakeModel(), plans, { ...options, journal: memoryJournal() })
    expect(() => texts({ lane: 'sample', contexts, seeds: [4] })).toThrow(/not planned/)
    const aborted = generate(fakeModel(), plans, {
      ...options,
      journal: memoryJournal(),
      signal: AbortSignal.abort(),
    })
    await expect(aborted).rejects.toThrow(/aborted/)
  })
})
