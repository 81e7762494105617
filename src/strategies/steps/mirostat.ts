import { z } from 'zod'
import { exactProbability } from '../../words.ts'
import { short } from '../chain/cut-geometry.ts'
import { defineStep, type Stateful } from '../chain/definition.ts'
import { real } from '../chain/parameters.ts'
import { floorGeometry, keepAbove } from './families/floor.ts'

/** What both versions of mirostat take. */
export const mirostatParameters = z.strictObject({
  tau: real(
    5,
    { min: 0, max: 30 },
    { title: 'tau', help: 'the surprisal aimed at, in bits', slider: [0, 10] },
  ),
  eta: real(0.1, { min: 0, max: 1 }, { title: 'eta', help: 'how fast the limit follows the error' }),
})

/** The limit on surprisal, in bits, after a token's surprisal was seen. */
export const nextLimit = (mu: number, surprisal: number, { tau, eta }: z.output<typeof mirostatParameters>) =>
  mu - eta * (surprisal - tau)

export const limitWords = (mu: number): string => `μ = ${mu.toFixed(2)} bits`

/** The probability of a token whose surprisal is the limit. */
const floorOf = (mu: number) => 2 ** -mu

export const mirostat = defineStep({
  id: 'mirostat',
  title: 'Mirostat 2',
  summary: 'Steers the surprisal of the text towards tau bits a token, by moving a limit after each token.',
  formula:
    'Drop v with −log₂ P(v) > μ, one token stays; divide by their mass. After token x of surprisal S = ' +
    '−log₂ P(x) in the distribution it was drawn from: μ ← μ − eta · (S − tau), from μ = 2 tau.',
  paper: 'Basu et al. 2021, arXiv 2007.14966',
  weakness: 'The limit follows slowly: after a run of dull tokens it lets in junk until it has caught up.',
  family: 'feedback',
  parameters: mirostatParameters,
  describeMemory: (mu: number) => limitWords(mu),
  sentence: () => 'A floor on the surprisal, at the start of a text: twice tau bits.',
  geometry: ({ state: mu }) =>
    floorGeometry(floorOf(mu), `μ = ${short(mu)} bits: ${exactProbability(floorOf(mu))}`),
  create: (parameters): Stateful<number> => ({
    init: () => 2 * parameters.tau,
    apply: (distribution, mu) => keepAbove(distribution, floorOf(mu)),
    learn: (mu, _, surprisal) => nextLimit(mu, surprisal, parameters),
  }),
})
