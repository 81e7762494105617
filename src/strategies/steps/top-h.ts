import { z } from 'zod'
import type { Distribution } from '../../sampling/distribution.ts'
import { reaches } from '../../sampling/tolerance.ts'
import { stairs } from '../chain/cut-geometry.ts'
import { defineStep } from '../chain/definition.ts'
import { real } from '../chain/parameters.ts'

/** What a token adds to the entropy, in nats. */
function termOf(distribution: Distribution, id: number): number {
  const probability = distribution.probabilityOf(id)
  return probability === 0 ? 0 : -probability * distribution.logProbabilityOf(id)
}

export const topH = defineStep({
  id: 'top-h',
  title: 'Top-h',
  summary: 'Keeps the most likely tokens for as long as they hold no more than a share of the entropy.',
  formula:
    'Keep the longest prefix, by descending P, with Σ −P(v) ln P(v) ≤ h · H over the whole vocabulary, and ' +
    'the most likely token in any case; divide by their mass.',
  paper:
    'Potraghloo et al. 2025, arXiv 2509.02510; partial sums as in HF transformers, which looks at ' +
    'the top 100 only',
  weakness:
    'Where the most likely token holds little of the entropy by itself, h alone decides how far the ' +
    'tail comes in.',
  family: 'truncation',
  parameters: z.strictObject({
    h: real(0.4, { min: 0, max: 1 }, { title: 'h', help: 'a share of the entropy' }),
  }),
  neutral: { h: 1 },
  sentence: () => 'Spends a budget: the staircase is the share of the entropy that is held.',
  geometry: (drawn) => {
    const entropy = drawn.before.entropy() || 1
    return stairs(drawn, 'entropy', ['h', drawn.parameters.h], (id) => termOf(drawn.before, id) / entropy)
  },
  create:
    ({ h }) =>
    (distribution) => {
      if (h === 1) return distribution
      const budget = h * distribution.entropy()
      let held = termOf(distribution, distribution.id(0))
      return distribution.headWhile((rank) => {
        held += termOf(distribution, distribution.id(rank))
        return reaches(budget, held)
      })
    },
})
