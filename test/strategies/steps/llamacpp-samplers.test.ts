import { describe, expect, it } from 'vitest'
import {
  applyChain,
  keptIds,
  ofLogits,
  ofWeights,
  readReference,
  showParameters,
} from '../../helpers/reference.ts'

interface Case {
  readonly sampler: string
  readonly params: Readonly<Record<string, number>> & {
    readonly breakers?: readonly (readonly number[])[]
  }
  readonly input_probs: readonly number[]
  readonly expected_probs: readonly number[]
  readonly expected_ids: readonly number[]
  readonly last_tokens?: readonly number[]
  /** Whether the expected probabilities are divided by their sum; tail_free's are not. */
  readonly renormalised?: boolean
  readonly tol?: number
}

/** [vocabulary size, letters of the chain, k, p, min-p] */
type Queue = readonly [number, string, number, number, number]

const file = readReference<{
  cases: Case[]
  tail_free_cases: { tol: number; cases: Case[] }
  queue_cases: { cases: Queue[]; survivors: (readonly [count: number, smallestId: number])[] }
}>('llamacpp-samplers.json')

const cases = [
  ...file.cases,
  ...file.tail_free_cases.cases.map((one) => ({ tol: file.tail_free_cases.tol, ...one })),
]

/** Our chain for each of their samplers. */
const CHAINS: Readonly<Record<string, (params: Case['params']) => string>> = {
  temp: ({ temp }) => `temperature:${temp}`,
  temp_ext: ({ temp, delta, exponent }) =>
    `dynamic-temperature:t=${temp},range=${delta},exponent=${exponent}`,
  top_k: ({ k }) => `top-k:${k}`,
  top_p: ({ p }) => `nucleus:${p}`,
  min_p: ({ p }) => `min-p:${p}`,
  xtc: ({ threshold, probability }) => `xtc:threshold=${threshold},probability=${probability}`,
  typical: ({ p }) => `typical:${p}`,
  penalties: ({ penalty_last_n: window, repeat, frequency, presence }) =>
    `repetition-penalty:penalty=${repeat},window=${window}` +
    `+frequency-penalty:penalty=${frequency},window=${window}` +
    `+presence-penalty:penalty=${presence},window=${window}`,
  dry: ({ multiplier, base, allowed_length, last_n, breakers = [] }) =>
    `dry:multiplier=${multiplier},base=${base},allowed-length=${allowed_length},window=${last_n}` +
    (breakers.length > 0 ? `,breakers=${breakers.map((one) => one.join('.')).join(';')}` : ''),
  top_n_sigma: ({ n }) => `top-n-sigma:${n}`,
  p_less: () => 'p-less',
  tail_free: ({ z }) => `tail-free:${z}`,
}

describe("what llama.cpp's own test states", () => {
  it('has an answer for every case', () => {
    expect(cases).toHaveLength(26)
    expect(cases.filter(({ sampler }) => !(sampler in CHAINS))).toEqual([])
  })

  for (const one of cases) {
    const name = `${one.sampler} [${one.input_probs.join(' ')}] ${showParameters(one.params)}`
    it(`llamacpp-samplers.json ${name}`, () => {
      const output = applyChain(CHAINS[one.sampler]!(one.params), ofWeights(one.input_probs), {
        history: one.last_tokens ?? [],
      })
      const mass = one.renormalised ? 1 : one.expected_ids.reduce((sum, id) => sum + one.input_probs[id]!, 0)
      const positive = one.expected_ids.filter((_, i) => one.expected_probs[i]! > 0)
      // An id listed with probability 0 is masked or vanishing: ours may drop it or let it vanish.
      expect(keptIds(output).filter((id) => output.probabilityOf(id) > one.tol!)).toEqual(positive.toSorted())
      one.expected_ids.forEach((id, i) => {
        expect(Math.abs(output.probabilityOf(id) * mass - one.expected_probs[i]!)).toBeLessThan(one.tol!)
      })
    })
  }
})

describe("llama.cpp's sampler queues", () => {
  const { cases: queues, survivors } = file.queue_cases
  for (const [index, [size, letters, k, p, minP]] of queues.entries()) {
    const steps = [...letters].map(
      (letter) => ({ k: `top-k:${k}`, p: `nucleus:${p}`, m: `min-p:${minP}` })[letter],
    )
    it(`llamacpp-samplers.json queue ${letters} n=${size}, ${steps.join('+')}`, () => {
      const output = applyChain(
        steps.join('+'),
        ofLogits(Array.from({ length: size }, (_, id) => Math.log(id))),
      )
      const [count, smallest] = survivors[index]!
      // Token 0 cannot be chosen; where upstream's no-op counts it, ours does not.
      const isCounted = smallest === 0 ? 1 : 0
      expect([output.size, keptIds(output)[0]]).toEqual([count - isCounted, smallest + isCounted])
    })
  }
})
