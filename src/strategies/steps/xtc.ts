import { z } from 'zod'
import type { Distribution } from '../../sampling/distribution.ts'
import { atLeast } from '../../sampling/tolerance.ts'
import { short } from '../chain/cut-geometry.ts'
import { defineStep } from '../chain/definition.ts'
import { real } from '../chain/parameters.ts'

/**
 * Removes every token of probability `threshold` or more but the least likely of them, if there are two or
 * more. Tokens whose probability underflowed to 0 do not count.
 */
function excludeTopChoices(distribution: Distribution, threshold: number): Distribution {
  let count = 0
  while (count < distribution.size && isChoice(distribution.probability(count), threshold)) count++
  return count < 2 ? distribution : distribution.slice(count - 1, distribution.size)
}

const isChoice = (probability: number, threshold: number) =>
  probability > 0 && atLeast(probability, threshold)

const canAct = (threshold: number, probability: number) => probability > 0 && threshold <= 0.5

export const xtc = defineStep({
  id: 'xtc',
  title: 'XTC',
  summary: 'Now and then excludes the top choices, so that the text leaves the beaten track.',
  formula:
    'With probability q, and if two or more tokens have P(v) ≥ threshold, remove all of these but the ' +
    'least likely; divide by the mass left. It draws from a random stream of its own.',
  paper: 'p-e-w 2024, text-generation-webui; no paper',
  weakness:
    'It removes the right answer where there is one with a rival, and may remove the end of the text.',
  family: 'truncation',
  parameters: z.strictObject({
    threshold: real(
      0.1,
      { min: 0, max: 1 },
      { title: 'threshold', help: 'a probability; above 0.5 it never acts', slider: [0, 0.5] },
    ),
    probability: real(0.5, { min: 0, max: 1 }, { title: 'probability', help: 'how often it acts' }),
  }),
  isNeutral: ({ threshold, probability }) => !canAct(threshold, probability),
  isRandom: true,
  sentence: () =>
    'May remove what is above the line, all but the last of it. Whether it does is drawn by chance; ' +
    'here, the first draw.',
  geometry: ({ parameters: { threshold } }) => ({
    kind: 'ceiling',
    value: threshold,
    label: `threshold ${short(threshold)}`,
  }),
  create:
    ({ threshold, probability }) =>
    (distribution, { streams, step }) => {
      if (!canAct(threshold, probability) || streams('xtc')(step) >= probability) return distribution
      return excludeTopChoices(distribution, threshold)
    },
})
