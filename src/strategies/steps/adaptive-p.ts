import { z } from 'zod'
import type { Distribution } from '../../sampling/distribution.ts'
import { defineStep, type Stateful } from '../chain/definition.ts'
import { real } from '../chain/parameters.ts'

/**
 * llama.cpp's constants: how near the target is near, the logit at the target, and how steeply it falls off.
 */
const WIDTH = 0.3
const PEAK = 5
const SHARPNESS = 10

/** An exponential moving average of the chosen tokens' probabilities, as they came to the step. */
interface Memory {
  readonly weightedSum: number
  readonly totalWeight: number
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value))

/** The probability to aim at now, so that the average comes to the target. */
const adapted = (target: number, { weightedSum, totalWeight }: Memory): number =>
  clamp(2 * target - weightedSum / totalWeight)

/**
 * Every candidate's logit by the distance of its probability from the aim: quadratic near it, linear far off.
 */
function preferNear(distribution: Distribution, aim: number): Distribution {
  const logits = new Map<number, number>()
  distribution.forEachId((id) => {
    const distance = Math.abs(distribution.probabilityOf(id) - aim) / WIDTH
    logits.set(id, PEAK - (SHARPNESS * distance * distance) / (1 + distance))
  })
  return distribution.withLogits(logits)
}

export const adaptiveP = defineStep({
  id: 'adaptive-p',
  title: 'Adaptive-p',
  summary:
    'Prefers tokens whose probability is near a target, and moves its aim so that the average stays ' +
    'at the target.',
  formula:
    'With d = |P(v) − aim| / 0.3, the logit of v becomes 5 − 10 · d² / (1 + d). The aim is 2 · ' +
    'target − average, within 0 and ' +
    '1; the average of the chosen tokens’ P forgets by decay, and starts at the target.',
  paper: 'MrJackSpade and ddh0 2025, llama.cpp (adaptive-p, pull request 17927, as of 00efb3e); no paper',
  weakness:
    'It forgets the order of the candidates: with no cut before it, hundreds of tokens of ' +
    'probability 0 share what is far off.',
  family: 'feedback',
  parameters: z.strictObject({
    target: real(0.5, { min: 0, max: 1 }, { title: 'target', help: 'the probability aimed at' }),
    decay: real(
      0.9,
      { min: 0, max: 0.99 },
      { title: 'decay', help: 'how slowly the average forgets; it spans about 1 / (1 − decay) tokens' },
    ),
  }),
  describeMemory: ({ weightedSum, totalWeight }: Memory) =>
    `average probability ${(weightedSum / totalWeight).toFixed(3)}`,
  create: ({ target, decay }): Stateful<Memory> => ({
    init: () => ({ weightedSum: target / (1 - decay), totalWeight: 1 / (1 - decay) }),
    apply: (distribution, memory) => preferNear(distribution, adapted(target, memory)),
    // A token that never came to the step has no probability there, and nothing is learnt from it.
    learn: (memory, token, _, before) =>
      before?.includes(token)
        ? {
            weightedSum: before.probabilityOf(token) + decay * memory.weightedSum,
            totalWeight: 1 + decay * memory.totalWeight,
          }
        : memory,
  }),
})
