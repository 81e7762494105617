import { z } from 'zod'
import type { Distribution } from '../../sampling/distribution.ts'
import { atLeast } from '../../sampling/tolerance.ts'
import { exactProbability } from '../../words.ts'
import { short } from '../chain/cut-geometry.ts'
import { defineStep } from '../chain/definition.ts'
import { real } from '../chain/parameters.ts'

/** Population standard deviation of the candidates' logits. */
function deviationOf(distribution: Distribution): number {
  const highest = distribution.logit(0)
  let squares = 0
  // Measured down from the highest logit: no large numbers cancel, and equal logits give exactly 0.
  const sum = distribution.sumOver((_, logit) => {
    squares += (highest - logit) ** 2
    return highest - logit
  })
  const mean = sum / distribution.size
  return Math.sqrt(Math.max(0, squares / distribution.size - mean ** 2))
}

export const topNSigma = defineStep({
  id: 'top-n-sigma',
  title: 'Top-nσ',
  summary: 'Keeps logits within n standard deviations of the highest, whatever the temperature.',
  formula:
    'Keep v with logit(v) ≥ max logit − n · σ, σ the population standard deviation of the ' +
    'candidates’ logits; divide by their mass.',
  paper: 'Tang et al. 2024, arXiv 2411.07641',
  weakness: 'σ comes from the mass of hopeless tokens and changes once an earlier step has removed them.',
  family: 'truncation',
  parameters: z.strictObject({
    n: real(1, { min: 0, max: 100 }, { title: 'n', help: 'a number of standard deviations', slider: [0, 4] }),
  }),
  neutral: { n: 0 },
  sentence: () => 'Measures on the logits: the floor hangs n deviations below the highest.',
  geometry: ({ before, ranks, slots, parameters: { n } }) => {
    const highest = before.logit(0)
    const sigma = deviationOf(before)
    const floor = highest - n * sigma
    const logits = [
      ...ranks.slice(0, slots.singles),
      ...slots.folds.map(({ from, to }) => ranks[Math.floor((from + to - 1) / 2)]!),
    ].map((id) => before.logitOf(id))
    return {
      kind: 'logit',
      lowest: Math.min(floor, before.logit(before.size - 1)),
      highest,
      floor,
      logits: logits.map((logit) => (logit === -Infinity ? null : logit)),
      label: `${short(highest)} − ${short(n)} × ${exactProbability(sigma)} = ${short(floor)}`,
    }
  },
  create:
    ({ n }) =>
    (distribution) => {
      if (n === 0) return distribution
      const reach = n * deviationOf(distribution)
      return distribution.headWhile((rank) =>
        atLeast(reach, distribution.logit(0) - distribution.logit(rank)),
      )
    },
})
