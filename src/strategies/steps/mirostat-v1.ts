import type { Distribution } from '../../sampling/distribution.ts'
import { defineStep, type Stateful } from '../chain/definition.ts'
import { rankGeometry } from './families/rank.ts'
import { limitWords, mirostatParameters, nextLimit } from './mirostat.ts'

/** How many of the most likely tokens the Zipf exponent is estimated from. */
const TOP = 100

/** Zipf exponent s of the head: least squares of ln(P(i) / P(i+1)) on ln((i+1) / i), i the rank from 1. */
export function zipfExponent(distribution: Distribution): number {
  let product = 0
  let square = 0
  for (let i = 1; i < Math.min(TOP, distribution.size); i++) {
    const t = Math.log((i + 1) / i)
    product += t * (distribution.logit(i - 1) - distribution.logit(i))
    square += t * t
  }
  return product / square
}

/**
 * k = (e · 2^mu / (1 − N^−e))^(1/s) with e = s − 1, as a real number, Infinity if it overflows. By
 * logarithms, so that s = 1 (where e / (1 − N^−e) tends to 1 / ln N) and s = 0 (a uniform head: the limit is
 * all or one) are no exceptions; where no limit exists, 1.
 */
export function realCount(s: number, mu: number, vocabularySize: number): number {
  const e = s - 1
  const base = e === 0 ? 1 / Math.log(vocabularySize) : e / -Math.expm1(-e * Math.log(vocabularySize))
  const logarithm = Math.log(base) + mu * Math.LN2
  const count = Math.exp(logarithm / s)
  return Number.isNaN(count) ? 1 : count
}

interface Memory {
  readonly mu: number
  readonly vocabularySize: number
}

function countFor(distribution: Distribution, { mu, vocabularySize }: Memory): number {
  if (distribution.size === 1) return 1
  return Math.max(1, Math.floor(realCount(zipfExponent(distribution), mu, vocabularySize)))
}

export const mirostatV1 = defineStep({
  id: 'mirostat-v1',
  title: 'Mirostat 1',
  summary: 'Steers the surprisal of the text towards tau bits a token, by choosing k from a fitted Zipf law.',
  formula:
    'Fit the Zipf exponent s to the 100 most likely tokens; e = s − 1; keep the top k = (e · 2^μ / (1 − ' +
    'N^−e))^(1/s), rounded down, at least one, N the vocabulary size; divide by their mass; then μ moves ' +
    'as in version 2.',
  paper: 'Basu et al. 2021, arXiv 2007.14966, algorithm 1',
  weakness: 'A distribution that is no Zipf law gets a k that has little to do with the aim.',
  family: 'feedback',
  parameters: mirostatParameters,
  describeMemory: ({ mu }: Memory) => limitWords(mu),
  geometry: ({ before, after, state }) => rankGeometry(before, countFor(before, state), `k = ${after.size}`),
  create: (parameters): Stateful<Memory> => ({
    init: (vocabularySize) => ({ mu: 2 * parameters.tau, vocabularySize }),
    apply: (distribution, memory) => distribution.head(countFor(distribution, memory)),
    learn: (memory, _, surprisal) => ({ ...memory, mu: nextLimit(memory.mu, surprisal, parameters) }),
  }),
})
