import { z } from 'zod'
import { keepTypical } from '../../sampling/typical-set.ts'
import { short } from '../chain/cut-geometry.ts'
import { defineStep } from '../chain/definition.ts'
import { real } from '../chain/parameters.ts'
import { massGeometry } from './families/mass.ts'

export const typical = defineStep({
  id: 'typical',
  title: 'Locally typical',
  summary: 'Keeps tokens whose surprisal is near what the model expects, and may drop the most likely one.',
  formula:
    'With H the entropy in nats, take tokens by |−ln P(v) − H| ascending and keep the fewest with Σ ' +
    'P(v) ≥ p; divide by their mass.',
  paper: 'Meister et al. 2023, arXiv 2202.00666',
  weakness:
    'Near 0.95 its set is almost the nucleus; at low p it forbids the obvious word even where only it fits.',
  family: 'truncation',
  parameters: z.strictObject({
    p: real(0.95, { min: 0, max: 1 }, { title: 'p', help: 'a share of the mass' }),
  }),
  neutral: { p: 1 },
  sentence: ({ before }) =>
    `Sorted by |surprisal − H|, H = ${short(before.entropy() / Math.LN2)} bits; then counts mass as ` +
    'nucleus does.',
  viewOrder: (before) => {
    const entropy = before.entropy()
    return (id) => -Math.abs(-before.logProbabilityOf(id) - entropy)
  },
  geometry: massGeometry({ verb: 'crosses' }),
  create:
    ({ p }) =>
    (distribution) =>
      keepTypical(distribution, p),
})
