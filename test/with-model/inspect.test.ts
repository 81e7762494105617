import { describe, expect, it } from 'vitest'
import { decode } from '../../src/decoding/decode.ts'
import type { StepTrace, TraceCandidate } from '../../src/decoding/decoder.ts'
import type { LanguageModel } from '../../src/decoding/model.ts'
import { type Inspection, inspect } from '../../src/runs/inspect/inspect.ts'
import { parseInspectRequest } from '../../src/runs/inspect/request.ts'
import { parseChain } from '../../src/runs/request/notation.ts'
import { wordsOf } from '../../src/runs/run/text.ts'
import { randomStreams } from '../../src/sampling/random.ts'
import { cases } from '../helpers/thorough.ts'
import { PROMPTS, useBuiltInModel } from './model.ts'

/** Each kind of chain once at least. */
const LANES = cases(17, 100)
const LENGTH = cases(6, 10)
const STEPS = LANES * LENGTH

/** Chains with values drawn from `at`, in [0, 1). */
const KINDS: readonly ((at: () => number) => string)[] = [
  () => 'sample',
  (at) => `nucleus:${at()}`,
  (at) => `top-k:${1 + Math.floor(at() * 300)}`,
  (at) => `temperature:${0.3 + at()}+nucleus:${at()}`,
  (at) => `temperature:${0.3 + at()}+top-k:${5 + Math.floor(at() * 100)}+nucleus:${at()}`,
  (at) => `nucleus:${0.8 + at() / 5}+temperature:${0.5 + at()}`,
  (at) => `min-p:${at() / 5}`,
  (at) => `typical:${0.2 + at() / 1.3}`,
  (at) => `eta:${at() / 100}+temperature:1.2`,
  (at) => `mirostat:tau=${1 + 4 * at()},eta=${at()}`,
  (at) => `mirostat-v1:tau=${2 + 4 * at()},eta=${at()}`,
  (at) => `repetition-penalty:${1 + at()}+nucleus:0.9`,
  (at) => `no-repeat-ngram:2+top-a:${at()}`,
  (at) => `xtc:threshold=${at() / 5},probability=0.5+top-k:100`,
  (at) => `dry:multiplier=${at()}+tail-free:${0.5 + at() / 2}`,
  (at) => `top-n-sigma:${0.5 + at()}+greedy`,
  (at) => `top-h:${0.2 + at() / 2}`,
]

/** What a lane recorded at each step, with every token of the vocabulary as a candidate. */
async function record(model: LanguageModel, prompt: string, lane: string, seed: number) {
  const { steps, search } = parseChain(lane)
  const tokens = model.encode(prompt)
  const decoder = search.definition.create(search.parameters, {
    prompt: tokens,
    steps,
    limits: { maxTokens: LENGTH, room: model.info.contextLength - tokens.length, endOfText: [] },
    streams: randomStreams(seed, 0),
    model: model.info,
    traceCandidates: model.info.vocabularySize,
    words: wordsOf(model),
  })
  const recorded: StepTrace[] = []
  await decode(model, tokens, [decoder], (_, turn) => void recorded.push(turn.steps.at(-1)!))
  return recorded
}

/** The kept set as the inspector lists it: its tokens, their mass, and the columns' sums. */
function listed({ rows, stages }: Inspection, candidates: readonly TraceCandidate[]) {
  const sums = [-1, ...stages.keys()].map((column) =>
    rows.reduce((sum, { raw, after }) => sum + (column < 0 ? raw : after[column]!), 0),
  )
  // A fold names its ranks, so its tokens are those of the record at these ranks.
  const kept = rows
    .filter(({ removedBy }) => removedBy === undefined)
    .flatMap((row) => {
      if (row.kind === 'token') return [row.id]
      const inside = candidates.slice(row.from - 1, row.to)
      return (row.isRest ? inside.filter(({ removedBy }) => removedBy === undefined) : inside).map(
        ({ id }) => id,
      )
    })
  const finals = rows.map(({ after, raw }) => after.at(-1) ?? raw)
  const recorded = rows.map((row) => {
    const [from, to] = row.kind === 'token' ? [row.rank, row.rank] : [row.from, row.to]
    return candidates.slice(from - 1, to).reduce((sum, { probability }) => sum + probability, 0)
  })
  const worst = Math.max(...finals.map((final, index) => Math.abs(final - recorded[index]!)))
  return { kept, sums, worst }
}

describe('the inspector, against what runs record', () => {
  const model = useBuiltInModel()

  it(`keeps the very set a run kept, on ${STEPS} steps of ${LANES} lanes`, { timeout: 400_000 }, async () => {
    const numbers = randomStreams(2026, 0)('inspector')
    let drawn = 0
    const at = () => Number(numbers(drawn++).toFixed(3))
    let compared = 0
    for (let lane = 0; lane < LANES; lane++) {
      const chain = KINDS[lane % KINDS.length]!(at)
      const prompt = PROMPTS[lane % PROMPTS.length]!
      const traces = await record(model(), prompt, chain, lane)
      const tokens = traces.map(({ token }) => token)
      for (const [step, { candidates = [], stages = [], ...own }] of traces.entries()) {
        const request = { prompt, lane: chain, seed: lane, tokens: tokens.slice(0, step + 1) }
        const inspection = await inspect(model(), parseInspectRequest(request))
        const { kept, sums, worst } = listed(inspection, candidates)
        const expected = candidates.filter(({ removedBy }) => removedBy === undefined)
        expect({ chain, step, trace: inspection.trace, kept }).toEqual({
          chain,
          step,
          trace: own,
          kept: expected.map(({ id }) => id),
        })
        expect(kept).toHaveLength(own.kept)
        expect(worst).toBeLessThan(1e-9)
        const mass = expected.reduce((sum, { raw }) => sum + raw, 0)
        expect(Math.abs(mass - own.keptMass)).toBeLessThan(1e-9)
        expect(Math.max(...sums.map((sum) => Math.abs(sum - 1)))).toBeLessThan(1e-9)
        expect(inspection.stages.map(({ step: use, kept: left, mass: held }) => [use, left, held])).toEqual(
          stages.map(({ step: use, kept: left, mass: held }) => [use, left, held]),
        )
        compared++
      }
    }
    expect(compared).toBe(STEPS)
  })
})
