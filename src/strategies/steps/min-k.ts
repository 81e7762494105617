import { z } from 'zod'
import type { Distribution } from '../../sampling/distribution.ts'
import { atLeast } from '../../sampling/tolerance.ts'
import { defineStep } from '../chain/definition.ts'
import { real } from '../chain/parameters.ts'
import { rankStep } from './families/rank.ts'

/** The paper's guard against a range of 0. */
const EPSILON = 1e-8

/**
 * The rank, counted from 1, behind which the fall of the logits over the rank is steepest; the first of
 * equals. What is left to fall bounds every later fall, so little of the vocabulary is ranked.
 */
function cliffOf(distribution: Distribution, lowest: number): number {
  let [cliff, steepest] = [1, -1]
  for (let rank = 1; rank < distribution.size; rank++) {
    const logit = distribution.logit(rank - 1)
    if (atLeast(steepest, (logit - lowest) / rank)) break
    const fall = (logit - distribution.logit(rank)) / rank
    if (steepest >= 0 && atLeast(steepest, fall)) continue
    cliff = rank
    steepest = fall
  }
  return cliff
}

/** Algorithm 1 of arXiv 2604.11012, over the candidates. */
function countOf(distribution: Distribution, tau: number): number {
  let lowest = Infinity
  distribution.forEachId((id) => {
    lowest = Math.min(lowest, distribution.logitOf(id))
  })
  const range = distribution.logit(0) - lowest
  return Math.max(cliffOf(distribution, lowest), Math.floor(tau / (range + EPSILON)))
}

export const minK = defineStep({
  id: 'min-k',
  title: 'Min-k',
  summary: 'Cuts where the sorted logits fall most steeply for their rank, whatever the temperature.',
  formula:
    'With logits l₁ ≥ … ≥ lₙ and r = l₁ − lₙ, keep max(argmax (lᵢ − lᵢ₊₁) / (i · r), ⌊τ / r⌋) ' +
    'tokens, the first of equal falls; divide by their mass.',
  paper: 'Ding et al. 2026, arXiv 2604.11012, algorithm 1',
  weakness:
    'One large step between the first two logits leaves a single token, however likely the second is.',
  family: 'truncation',
  parameters: z.strictObject({
    tau: real(
      3,
      { min: 0, max: 1000 },
      { title: 'τ', help: 'tokens times nats kept where the logits are nearly flat', slider: [0, 20] },
    ),
  }),
  sentence: () =>
    'Looks for a cliff among the sorted logits. The line falls where they drop most for their rank.',
  ...rankStep<{ tau: number }>({
    count: (before, { tau }) => countOf(before, tau),
    label: () => 'the cliff',
  }),
})
