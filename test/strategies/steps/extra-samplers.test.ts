import { describe, expect, it } from 'vitest'
import type { Stateful } from '../../../src/strategies/chain/definition.ts'
import { mirostat } from '../../../src/strategies/steps/mirostat.ts'
import { mirostatV1, realCount, zipfExponent } from '../../../src/strategies/steps/mirostat-v1.ts'
import {
  applyChain,
  keptIds,
  largestDifference,
  ofLogits,
  ofWeights,
  probabilities,
  readReference,
  showParameters,
} from '../../helpers/reference.ts'

interface Case {
  readonly sampler: string
  readonly params: Readonly<Record<string, number>> & { readonly sequence_breakers?: readonly number[] }
  readonly vector?: string
  readonly impl: string
  readonly input_logits?: readonly number[]
  readonly input_weights?: readonly number[]
  readonly context?: readonly number[]
  readonly kept?: readonly number[]
  readonly probs?: readonly number[]
  readonly n_kept?: number
  readonly output_logits?: readonly number[]
  readonly s_hat?: number
  readonly k_real?: number | null
  readonly surprise_bits?: number
  readonly mu_after?: number
}

const { cases } = readReference<{ cases: Case[] }>('extra-samplers.json')

const CHAINS: Readonly<Record<string, (params: Case['params']) => string>> = {
  tail_free: ({ z }) => `tail-free:${z}`,
  top_n_sigma: ({ n }) => `top-n-sigma:${n}`,
  top_a: ({ a }) => `top-a:${a}`,
  min_p: ({ p }) => `min-p:${p}`,
  dry: ({ multiplier, base, allowed_length, _range }) =>
    `dry:multiplier=${multiplier},base=${base},allowed-length=${allowed_length},window=${_range}`,
  xtc: ({ threshold, probability }) => `xtc:threshold=${threshold},probability=${probability}`,
}

/** Why a case is not ours to match, or undefined. */
function elsewhere({ sampler, params, impl }: Case): string | undefined {
  if (sampler === 'contrastive_search') return 'a search, tested with the searches'
  if ((sampler === 'tail_free' || sampler === 'top_n_sigma') && !impl.startsWith('formula'))
    return `text-generation-webui's own variant of ${sampler}`
  if ((params.sequence_breakers ?? []).length > 0) return 'our DRY has no sequence breakers'
  return undefined
}

const inputOf = ({ input_logits, input_weights }: Case) =>
  input_logits ? ofLogits(input_logits) : ofWeights(input_weights!)

const title = ({ sampler, vector, input_weights, context, params }: Case) =>
  `extra-samplers.json ${sampler} ${vector ?? input_weights?.join(' ') ?? context?.join(' ') ?? ''} ` +
  `${showParameters(params)}`

/** Their XTC refuses to remove newline and end of text; ours has no such guard. */
const isGuarded = ({ sampler, params, input_logits }: Case) =>
  sampler === 'xtc' &&
  probabilities(ofLogits(input_logits!)).filter((probability) => probability >= params.threshold!).length > 1

describe('what other implementations and the written formulas give', () => {
  it('has an answer for every case, or a reason why not', () => {
    expect(cases).toHaveLength(72)
    const counts: Record<string, number> = {}
    for (const one of cases) counts[elsewhere(one) ?? 'ours'] = (counts[elsewhere(one) ?? 'ours'] ?? 0) + 1
    expect(counts).toEqual({
      ours: 55,
      "text-generation-webui's own variant of tail_free": 8,
      "text-generation-webui's own variant of top_n_sigma": 6,
      'our DRY has no sequence breakers': 1,
      'a search, tested with the searches': 2,
    })
    const known = [
      ...Object.keys(CHAINS),
      'mirostat_v1',
      'mirostat_v2',
      'mirostat_update',
      'contrastive_search',
    ]
    expect(cases.filter(({ sampler }) => !known.includes(sampler)).map(title)).toEqual([])
    expect(cases.filter(isGuarded)).toHaveLength(4)
  })

  for (const one of cases.filter((one) => one.sampler in CHAINS && !elsewhere(one))) {
    it(`${title(one)}${isGuarded(one) ? ' (we differ on purpose)' : ''}`, () => {
      const input = inputOf(one)
      const output = applyChain(CHAINS[one.sampler]!(one.params), input, { history: one.context ?? [] })
      if (isGuarded(one)) {
        const choices = keptIds(input).filter((id) => input.probabilityOf(id) >= one.params.threshold!)
        expect(output.size).toBe(input.size - choices.length + 1)
        return
      }
      if (one.kept) expect(keptIds(output)).toEqual(one.kept)
      if (one.probs) expect(largestDifference(probabilities(output), one.probs)).toBeLessThan(1e-6)
      if (one.n_kept) expect(output.size).toBe(one.n_kept)
      if (one.output_logits) {
        const shown = one.output_logits.map((_, id) => output.logitOf(id))
        expect(largestDifference(shown, one.output_logits)).toBeLessThan(1e-6)
      }
      expect([one.kept, one.n_kept, one.output_logits].some((answer) => answer !== undefined)).toBe(true)
    })
  }
})

describe('mirostat', () => {
  const context = undefined as never
  const named = (sampler: string) => cases.filter((one) => one.sampler === sampler)

  for (const one of named('mirostat_v2')) {
    it(title(one), () => {
      const step = mirostat.create({ tau: 5, eta: 0.1 }) as Stateful<number>
      expect(step.apply(inputOf(one), one.params.mu!, context).size).toBe(one.n_kept)
    })
  }

  for (const one of named('mirostat_v1')) {
    it(title(one), () => {
      const input = inputOf(one)
      const { mu, n_vocab: vocabularySize } = one.params
      const s = zipfExponent(input)
      expect(Math.abs(s - one.s_hat!)).toBeLessThan(1e-5)
      const step = mirostatV1.create({ tau: 5, eta: 0.1 }) as Stateful<unknown>
      const { size } = step.apply(input, { mu, vocabularySize }, context)
      if (one.k_real == null) {
        // Uniform, s = 0: the formula's limit is everything where 2^mu > N - 1, else one.
        expect(size).toBe(2 ** mu! > vocabularySize! - 1 ? input.size : 1)
        return
      }
      const k = realCount(s, mu!, vocabularySize!)
      expect(Math.abs(k / one.k_real - 1)).toBeLessThan(1e-4)
      expect(size).toBe(Math.min(input.size, Math.max(1, Math.floor(one.k_real))))
    })
  }

  for (const one of named('mirostat_update')) {
    it(title(one), () => {
      const { tau, eta, mu, p_selected } = one.params
      expect(-Math.log2(p_selected!)).toBe(one.surprise_bits)
      const second = mirostat.create({ tau, eta }) as Stateful<number>
      expect(second.learn(mu!, 0, one.surprise_bits!)).toBeCloseTo(one.mu_after!, 12)
      const first = mirostatV1.create({ tau, eta }) as Stateful<{ mu: number; vocabularySize: number }>
      expect(first.learn({ mu: mu!, vocabularySize: 10 }, 0, one.surprise_bits!).mu).toBeCloseTo(
        one.mu_after!,
        12,
      )
    })
  }
})
