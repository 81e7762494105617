import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Inspection, inspect } from '../../../src/runs/inspect/inspect.ts'
import { parseInspectRequest } from '../../../src/runs/inspect/request.ts'
import { parseRunRequest } from '../../../src/runs/request/request.ts'
import { fakeModel } from '../../fakes/fake-model.ts'
import { runToEnd } from '../../with-model/model.ts'

const model = fakeModel({ vocabularySize: 60, endOfText: [] })
const start = { prompt: 'a story', seed: 3 }

async function take(lane: string, tokens: readonly number[], more: object = {}): Promise<Inspection> {
  return inspect(model, parseInspectRequest({ ...start, lane, tokens, ...more }))
}

/** A lane's tokens and steps, with the trace. */
async function write(lane: string, maxTokens = 12) {
  const { lanes } = await runToEnd(model, { ...start, lanes: [lane], maxTokens, trace: true })
  const [sample] = lanes[0]!.samples
  return sample!
}

const CHAINS = [
  'sample',
  'nucleus:0.6',
  'temperature:0.7+top-k:12+nucleus:0.9',
  'typical:0.5',
  'mirostat:tau=3,eta=0.5',
  'mirostat-v1:tau=3,eta=0.5',
  'repetition-penalty:2+min-p:0.2',
  'no-repeat-ngram:1',
  'xtc:threshold=0.02,probability=1',
  'greedy',
]

describe('a step taken apart', () => {
  it.each(CHAINS)('%s: every column adds up to 1, and each candidate is in one row', async (lane) => {
    const { tokens } = await write(lane)
    for (const rows of [1, 4, 1000]) {
      const { rows: listed, stages } = await take(lane, tokens.slice(0, 7), { rows })
      const total = (of: (row: Inspection['rows'][number]) => number) =>
        listed.reduce((sum, row) => sum + of(row), 0)
      expect(Math.abs(total(({ raw }) => raw) - 1)).toBeLessThan(1e-9)
      for (const index of stages.keys()) {
        expect(Math.abs(total(({ after }) => after[index]!) - 1)).toBeLessThan(1e-9)
      }
      expect(total((row) => (row.kind === 'token' ? 1 : row.to - row.from + 1))).toBe(60)
      expect(listed.some((row) => row.kind === 'token' && row.id === tokens[6])).toBe(true)
      expect(listed.filter(({ kind }) => kind === 'fold').length).toBeLessThan(20)
    }
  })

  it.each(CHAINS)('%s: is what the run recorded, to the last bit', async (lane) => {
    const { tokens, steps } = await write(lane)
    for (const [index, step] of steps.entries()) {
      const { trace, isOwn, rows, stages } = await take(lane, tokens.slice(0, index + 1), { rows: 1000 })
      const { candidates, stages: recorded, text: _, bytes: __, ...record } = step
      expect(trace).toEqual(record)
      expect(isOwn).toBe(true)
      expect(stages.map(({ step: name, kept, mass }) => ({ step: name, kept, mass }))).toEqual(recorded)
      for (const [rank, candidate] of candidates!.entries()) {
        const row = rows[rank]!
        expect(row).toMatchObject({ id: candidate.id, raw: candidate.raw })
        expect(row.after.at(-1) ?? row.raw).toBe(candidate.probability)
        const removedBy = row.removedBy === undefined ? undefined : stages[row.removedBy]!.step
        expect(removedBy).toBe(candidate.removedBy)
      }
    }
  })

  it('states where the draw fell: the staircase is at u times what the cut left, at the token', async () => {
    for (const lane of ['sample', 'nucleus:0.6', 'top-k:5', 'temperature:0.7+nucleus:0.6', 'typical:0.5']) {
      const { tokens } = await write(lane)
      const { landing } = await take(lane, tokens)
      expect(landing!.token).toBe(tokens.at(-1))
      expect(landing!.from).toBeLessThanOrEqual(landing!.target)
      expect(landing!.to).toBeGreaterThan(landing!.target - 1e-12)
      const at = new Map(landing!.curve)
      expect(at.get(landing!.rank)).toBeCloseTo(landing!.to, 12)
      expect(at.get(landing!.size)).toBeCloseTo(1, 9)
    }
    const { landing } = await take('temperature:0.7+nucleus:0.6', [5])
    expect(landing).toMatchObject({ madeBy: 'temperature:0.7', cut: { step: 'nucleus:0.6', p: 0.6 } })
    expect(landing!.cut!.mass).toBeGreaterThanOrEqual(0.6)
  })

  it('shows the same draw in the other lanes', async () => {
    const others = ['top-k:3', 'nucleus:0.3', 'temperature:0.5+top-k:8']
    const { landing } = await take('nucleus:0.9', [4, 9], { others })
    for (const [index, other] of others.entries()) {
      const mine = await take(other, [4, 9])
      expect(landing!.others[index]!.token).toBe(mine.landing!.token)
      expect(landing!.others[index]!.target).toBe(mine.landing!.target)
    }
    expect(landing!.others.map(({ isSameWalk }) => isSameWalk)).toEqual([true, true, false])
  })

  it('follows a beam: the inspected text’s continuation is among those kept', async () => {
    for (const lane of ['beam:3', 'diverse-beam:width=4,groups=2', 'stochastic-beam:3', 'top-k:6+beam:2']) {
      const { tokens } = await write(lane)
      for (const step of [0, 3, tokens.length - 1]) {
        const { search, landing } = await take(lane, tokens.slice(0, step + 1), { maxTokens: 12 })
        expect(landing).toBeUndefined()
        if (search?.kind !== 'beam') throw new Error(`${lane} has no record at ${step}`)
        const own = search.continuations.filter(({ isOwn }) => isOwn)
        expect(own.some(({ token, fate }) => token === tokens[step] && fate !== 'pruned')).toBe(true)
      }
    }
  })

  it('follows contrastive search: its choices, scored', async () => {
    const { tokens } = await write('contrastive:k=3,alpha=0.5')
    const { search } = await take('contrastive:k=3,alpha=0.5', tokens.slice(0, 5))
    if (search?.kind !== 'contrastive') throw new Error('no choices')
    expect(search.choices).toHaveLength(3)
    const best = search.choices.toSorted((a, b) => b.score - a.score)[0]!
    expect(best).toMatchObject({ token: tokens[4], isOwn: true })
  })

  it('states what a step remembers', async () => {
    const { stages } = await take('mirostat:tau=3', [1])
    expect(stages[0]!.memory).toBe('μ = 6.00 bits')
  })

  it('knows a token that the lane would not have chosen', async () => {
    const { tokens } = await write('top-k:1', 4)
    const stranger = tokens[3] === 7 ? 8 : 7
    const { isOwn, trace, rows } = await take('top-k:1', [...tokens.slice(0, 3), stranger])
    expect(isOwn).toBe(false)
    expect(trace.u).toBeNull()
    expect(rows.find((row) => row.kind === 'token' && row.id === stranger)?.removedBy).toBe(0)
  })

  it.each([
    [{ tokens: [] }, /at least|must hold/],
    [{ tokens: [1], others: 'sample' }, /^others must be a list, got "sample"\.$/],
    [{ tokens: [60] }, /^tokens names token 60, and fake has 60; use its own\.$/],
    [{ banned: [3, 60] }, /^banned names token 60, and fake has 60; use its own\.$/],
    [{ tokens: Array.from({ length: 60 }, () => 1) }, /fake reads 64; inspect an earlier step/],
    [{ tokens: [1], others: ['greedy'] }, /others may name lanes that sample, and greedy does not/],
    [{ tokens: [1], lane: 'nope' }, /nope/],
  ])('refuses %o', async (input, message) => {
    await expect(async () => take('sample', [1], input)).rejects.toThrow(message)
  })
})

describe('the walk of a draw', () => {
  it('lands on the lane’s own token, whatever the chain', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...CHAINS.slice(0, -1)),
        fc.integer({ min: 0, max: 1e6 }),
        async (lane, seed) => {
          const request = { prompt: 'x', lanes: [lane], seed, maxTokens: 5 }
          const { lanes } = await runToEnd(model, parseRunInput(request))
          const tokens = lanes[0]!.samples[0]!.tokens
          const { landing, trace } = await inspect(
            model,
            parseInspectRequest({ prompt: 'x', lane, seed, tokens }),
          )
          expect(landing!.token).toBe(tokens.at(-1))
          expect(landing!.u).toBe(trace.u)
          expect(landing!.rank).toBeLessThanOrEqual(landing!.cut?.kept ?? trace.kept)
        },
      ),
      { numRuns: 60 },
    )
  })
})

/** The same request, once it is known to be a good one. */
function parseRunInput<Input extends Parameters<typeof runToEnd>[1]>(input: Input): Input {
  parseRunRequest(input)
  return input
}
