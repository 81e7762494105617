import { z } from 'zod'
import type { Distribution } from '../../sampling/distribution.ts'
import { defineStep } from '../chain/definition.ts'
import { real } from '../chain/parameters.ts'

/**
 * Temperature between t - range and t + range, by how near the entropy is to that of a uniform distribution.
 */
function temperatureFor(distribution: Distribution, t: number, range: number, exponent: number): number {
  const low = Math.max(0, t - range)
  const share = Math.min(1, distribution.entropy() / Math.log(distribution.size))
  return low + (t + range - low) * share ** exponent
}

export const dynamicTemperature = defineStep({
  id: 'dynamic-temperature',
  title: 'Dynamic temperature',
  summary: 'Cools where the model is sure and heats where it is not.',
  formula:
    'T = low + (high − low) · (H / ln n)^exponent, with low = max(0, t − range), high = t + range, H the ' +
    'entropy in nats and n the number of candidates; then P(v) ∝ exp(logit(v) / T).',
  paper: 'kalomaze 2023, as in llama.cpp (temp_ext); no paper',
  weakness:
    'H / ln n depends on how many candidates are left: over a whole vocabulary it stays well below ' +
    '1, after a cut it rises.',
  family: 'shape',
  parameters: z.strictObject({
    t: real(1, { min: 0, max: 100 }, { title: 't', help: 'the middle temperature', slider: [0, 2] }),
    range: real(
      0,
      { min: 0, max: 100 },
      { title: 'range', help: 'how far the temperature may move either way', slider: [0, 2] },
    ),
    exponent: real(
      1,
      { min: 0, max: 10 },
      { title: 'exponent', help: 'a power of the entropy share; above 1 it stays cool for longer' },
    ),
  }),
  isNeutral: ({ t, range }) => t === 1 && range === 0,
  create:
    ({ t, range, exponent }) =>
    (distribution) => {
      if (distribution.size === 1) return distribution
      const chosen = range === 0 ? t : temperatureFor(distribution, t, range, exponent)
      if (chosen === 1) return distribution
      return chosen === 0 ? distribution.head(1) : distribution.withTemperature(chosen)
    },
})
