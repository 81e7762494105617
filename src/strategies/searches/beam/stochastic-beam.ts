import { z } from 'zod'
import { type Chance, topPerturbed } from '../../../sampling/perturbed.ts'
import { defineSearch, type SearchSetup } from '../../chain/definition.ts'
import { beamDecoder } from './decoder.ts'
import type { Expansion } from './hypothesis.ts'
import { lookAtBeam } from './look-at.ts'
import { beamParameters } from './parameters.ts'
import type { BeamRule } from './rule.ts'

/** The beam is a set of `width` texts, finished ones among them, and ends when all of them have. */
function stochasticRule(width: number, chanceOf: (expansion: Expansion) => Chance): BeamRule {
  return {
    width,
    considered: width,
    propose(parent) {
      const { hypothesis, chainTrace } = parent
      const { logProbability, score } = hypothesis
      const drawn = topPerturbed(chainTrace.final, logProbability, score, width, chanceOf(parent))
      return drawn.map(({ token, perturbed, u }) => {
        const gain = chainTrace.final.logProbabilityOf(token)
        return { parent, token, logProbability: logProbability + gain, score: perturbed, u }
      })
    },
    select(ranked, ends, ratings) {
      const isIn = (score: number, rank: number) => rank + ratings.filter((r) => r >= score).length < width
      const set = ranked.filter(({ score }, rank) => isIn(score, rank))
      return { kept: set.filter((child) => !ends(child)), ended: set.filter(ends) }
    },
    rate: (score) => score,
    isSettled: () => false,
  }
}

/**
 * Numbers addressed by step, rank of the hypothesis and order of the token. The best hypothesis's first token
 * is drawn with every lane's common number, so that the text shown is what `sample` shows with the same seed.
 */
function chances({ streams }: SearchSetup, width: number): (expansion: Expansion) => Chance {
  const [common, own] = [streams('draw'), streams('stochastic-beam')]
  return ({ hypothesis, rank }) => {
    const step = hypothesis.tokens.length
    const at = (order: number) => 2 * ((step * width + rank) * width + order)
    return {
      token: (order) => (rank === 0 && order === 0 ? common(step) : own(at(order))),
      noise: (order) => own(at(order) + 1),
    }
  }
}

export const stochasticBeam = defineSearch({
  id: 'stochastic-beam',
  title: 'Stochastic beam',
  summary: 'Draws several different texts at once, without replacement, and shows the one drawn first.',
  formula:
    'Add Gumbel noise to Σ ln P of every text; keep the `width` highest; show the highest of all that ended.',
  paper: 'Kool et al. 2019, arXiv 1903.06059',
  weakness:
    'The text shown is a plain sample, the same as pure sampling with this seed: the gain is the ' +
    'set, in the tree.',
  family: 'search',
  parameters: z.strictObject({ width: beamParameters.width }),
  isDeterministic: false,
  rows: 'width',
  lookAt: lookAtBeam,
  create: ({ width }, setup) => beamDecoder(setup, [stochasticRule(width, chances(setup, width))]),
})
