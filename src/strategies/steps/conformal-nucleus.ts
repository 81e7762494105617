import { z } from 'zod'
import type { Distribution } from '../../sampling/distribution.ts'
import { defineStep } from '../chain/definition.ts'
import { text } from '../chain/parameters.ts'
import { massGeometry } from './families/mass.ts'
import { keepNucleus, nucleusCrossing } from './nucleus.ts'

/** "0.9/1.5/0.93/3/0.95": a p, then, as often as wanted, an entropy in nats from which another p holds. */
const BINS = /^(0(\.\d{1,9})?|1(\.0{1,9})?)(\/\d{1,3}(\.\d{1,9})?\/(0(\.\d{1,9})?|1(\.0{1,9})?)){0,31}$/

interface Bin {
  /** In nats; of the first one 0. */
  readonly from: number
  readonly p: number
}

function binsOf(written: string): Bin[] {
  const numbers = written.split('/').map(Number)
  const bins = [{ from: 0, p: numbers[0]! }]
  for (let index = 1; index < numbers.length; index += 2)
    bins.push({ from: numbers[index]!, p: numbers[index + 1]! })
  return bins
}

/** The p for a distribution of some entropy: that of the highest bin which it reaches. */
function shareFor(bins: readonly Bin[], distribution: Distribution): number {
  if (bins.length === 1) return bins[0]!.p
  const entropy = distribution.entropy()
  return bins.reduce((best, bin) => (entropy >= bin.from && bin.from >= best.from ? bin : best)).p
}

export const conformalNucleus = defineStep({
  id: 'conformal-nucleus',
  title: 'Conformal nucleus',
  summary: 'A nucleus whose p goes by the entropy of the distribution, so that it covers what it promises.',
  formula:
    'With H the entropy of what comes to the step, take the p of the highest bin that H reaches, and keep ' +
    'the smallest set V with Σ P(v) ≥ p. A bin’s p is the least one that covered the promised share of ' +
    'human tokens of such entropy.',
  paper: 'Ravfogel, Goldberg and Goldberger 2023, arXiv 2305.02633',
  weakness:
    'The bins hold for the model, the kind of text and the temperature that they were calibrated on; ' +
    'nothing adjusts them.',
  family: 'truncation',
  parameters: z.strictObject({
    bins: text('0.9', BINS, {
      title: 'bins',
      help:
        'a share of the mass, then an entropy in nats from which another share holds, and so on, as in ' +
        '0.9/1.5/0.93/3/0.95; 1 is off',
    }),
  }),
  isNeutral: ({ bins }) => binsOf(bins).every(({ p }) => p === 1),
  sentence: () => 'Looks up p by the entropy, then counts mass like a nucleus.',
  geometry: (drawn) =>
    massGeometry(nucleusCrossing)({
      ...drawn,
      parameters: { p: shareFor(binsOf(drawn.parameters.bins), drawn.before) },
    }),
  create: ({ bins: written }) => {
    const bins = binsOf(written)
    return (distribution) => keepNucleus(distribution, shareFor(bins, distribution))
  },
})
