import { describe, expect, it } from 'vitest'
import { Distribution } from '../../../../src/sampling/distribution.ts'
import type { Stateful, StepDefinition, StepUse } from '../../../../src/strategies/chain/definition.ts'
import { findDefinition } from '../../../../src/strategies/registry.ts'
import type { BeamTree } from '../../../../src/strategies/searches/beam/tree.ts'
import { type FakeModel, fakeModel } from '../../../fakes/fake-model.ts'
import { type LastTurn, runLane } from '../../../fakes/lane.ts'

const PROMPT = [3, 1, 2]

/** Every text of at most `maxTokens` tokens that ends, with its sum of log-probabilities. */
function everyText(model: FakeModel, maxTokens: number) {
  const texts: { tokens: number[]; sum: number }[] = []
  const visit = (tokens: number[], sum: number) => {
    if (tokens.length > 0 && (tokens.at(-1) === 0 || tokens.length === maxTokens)) {
      texts.push({ tokens, sum })
      return
    }
    const next = Distribution.fromLogits(model.logitsAfter([...PROMPT, ...tokens]))
    for (let token = 0; token < model.info.vocabularySize; token++) {
      visit([...tokens, token], sum + next.logProbabilityOf(token))
    }
  }
  visit([], 0)
  return texts
}

/** A step whose memory is its state alone, so that a state shared between hypotheses shows. */
const neverTwice: StepUse = {
  notation: 'never-twice',
  parameters: {},
  definition: {
    ...findDefinition('top-k')!,
    create: (): Stateful<readonly number[]> => ({
      init: () => [],
      apply: (distribution, seen) => {
        const all = Array.from({ length: distribution.size }, (_, rank) => distribution.id(rank))
        return distribution.subset(all.filter((id) => !seen.includes(id)))
      },
      learn: (seen, token) => [...seen, token],
    }),
  } as StepDefinition,
}

function runDecoder(model: FakeModel, step: StepUse, notation: string, maxTokens: number): Promise<LastTurn> {
  return runLane(model, notation, { prompt: PROMPT, maxTokens, trace: true, steps: [step] })
}

describe('beam', () => {
  it.each(['false', 'true', 'never'])('of width 1 is greedy (early-stopping=%s)', async (earlyStopping) => {
    for (const prompt of [[1], [2, 5], [3, 1, 2], [7, 7, 7]]) {
      const options = { prompt, maxTokens: 12 }
      const greedy = await runLane(fakeModel(), 'greedy', options)
      const beam = await runLane(fakeModel(), `beam:width=1,early-stopping=${earlyStopping}`, options)
      expect(beam.tokens).toEqual(greedy.tokens)
      expect(beam.steps).toEqual(greedy.steps)
      expect(beam.stop).toBe(greedy.stop)
    }
  })

  it.each([0, 0.5, 1, 2])(
    'wide enough for every text finds the best one (length-penalty=%d)',
    async (penalty) => {
      const model = fakeModel({ vocabularySize: 3 })
      const rate = ({ tokens, sum }: { tokens: number[]; sum: number }) => sum / tokens.length ** penalty
      const ranking = everyText(model, 3).sort((a, b) => rate(b) - rate(a))
      const chain = `beam:width=27,length-penalty=${penalty},early-stopping=never`
      const { tokens, search } = await runLane(model, chain, { maxTokens: 3, trace: true })
      expect(tokens).toEqual(ranking[0]!.tokens)
      const found = (search as BeamTree).ranking
      expect(found.map((result) => result.tokens)).toEqual(ranking.map((text) => text.tokens))
      for (const [i, result] of found.entries()) {
        expect(result.logProbability).toBeCloseTo(ranking[i]!.sum, 10)
        expect(result.score).toBeCloseTo(rate(ranking[i]!), 10)
        expect(result.length).toBe(ranking[i]!.tokens.length)
      }
    },
  )

  it('asks for as many rows as it is wide, and no more', async () => {
    const model = fakeModel({ endOfText: [] })
    await runLane(model, 'beam:width=3', { maxTokens: 5 })
    expect(model.counts.rows).toEqual([3, 3, 3, 3])
  })

  it('that likes to end at once shows the end-of-text token alone', async () => {
    const model = fakeModel({ logits: () => [4, 1, 0, 0] })
    const { tokens, stop } = await runLane(model, 'beam:width=4,length-penalty=0,early-stopping=never')
    expect({ tokens, stop }).toEqual({ tokens: [0], stop: 'end-of-text' })
  })

  it('counts a text that ends only where it ranks among the best `width`', async () => {
    // Third of all children, so it counts for width 3 and not for width 2.
    const model = fakeModel({ vocabularySize: 4, logits: () => [1, 3, 2, 0] })
    for (const [width, counts] of [
      [2, 0],
      [3, 1],
    ] as const) {
      const { search } = await runLane(model, `beam:width=${width}`, { maxTokens: 2, trace: true })
      const [first] = (search as BeamTree).steps
      expect(first!.filter(({ finished }) => finished).length).toBe(counts)
      expect(first!.filter(({ kept }) => kept).length).toBe(width)
    }
  })

  it.each([
    // Going on has probability .6 each time, so the running text rates better than the first that ended.
    { rates: 'better now', going: [0.6, 0.6, 0.6], steps: { true: 2, false: 9, never: 9 } },
    // The two that ended after one and two tokens rate better at that length, until going on costs nothing.
    { rates: 'better later', going: [0.3, 0.4, 0.999], steps: { true: 2, false: 2, never: 9 } },
  ])('stops by its rule where the running text rates $rates', async ({ going, steps }) => {
    const logits = ({ length }: readonly number[]) => {
      const p = going[Math.min(length - PROMPT.length, 2)]!
      return [Math.log(1 - p), Math.log(p)]
    }
    const model = fakeModel({ vocabularySize: 2, logits })
    for (const [rule, expected] of Object.entries(steps)) {
      const chain = `beam:width=2,early-stopping=${rule}`
      const { search } = await runLane(model, chain, { prompt: [1, 1, 1], maxTokens: 9, trace: true })
      expect((search as BeamTree).steps.length, rule).toBe(expected)
    }
  })

  it('gives each hypothesis a memory of its own', async () => {
    const model = fakeModel({ vocabularySize: 4, endOfText: [] })
    const { search } = await runDecoder(model, neverTwice, 'beam:width=24,length-penalty=0', 3)
    const { ranking } = search as BeamTree
    expect(ranking.length).toBe(24)
    for (const { tokens, logProbability } of ranking) {
      expect(new Set(tokens).size).toBe(3)
      let sum = 0
      for (const [i, token] of tokens.entries()) {
        const rest = [0, 1, 2, 3].filter((id) => !tokens.slice(0, i).includes(id))
        const raw = Distribution.fromLogits(model.logitsAfter([...PROMPT, ...tokens.slice(0, i)]))
        sum += raw.subset(rest).logProbabilityOf(token)
      }
      expect(logProbability).toBeCloseTo(sum, 10)
    }
  })

  it('ends with its message where the chain leaves no token', async () => {
    const model = fakeModel({ vocabularySize: 3, endOfText: [] })
    const { stop, message, tokens } = await runDecoder(model, neverTwice, 'beam:width=2', 5)
    expect(stop).toBe('error')
    expect(message).toBe('At token 4: never-twice: no token is left.')
    expect(tokens.length).toBe(3)
  })

  it('records a tree whose parents lead back to the prompt', async () => {
    const { search, tokens } = await runLane(fakeModel(), 'beam:width=3', { maxTokens: 5, trace: true })
    const { steps, ranking, finished } = search as BeamTree
    expect(ranking[0]!.tokens).toEqual(tokens)
    for (const [depth, level] of steps.entries()) {
      expect(level.length).toBeGreaterThan(0)
      for (const { parent } of level) {
        if (depth === 0) expect(parent).toBe(-1)
        else expect(steps[depth - 1]![parent]!.kept).toBe(true)
      }
    }
    const endings = steps.flat().filter((child) => child.finished)
    expect(endings.length).toBe(finished.length)
  })

  it('gives no tree without a trace', async () => {
    expect(await runLane(fakeModel(), 'beam')).not.toHaveProperty('search')
  })
})
