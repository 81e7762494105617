import { z } from 'zod'
import { plural } from '../../../words.ts'
import { defineSearch } from '../../chain/definition.ts'
import { real, whole } from '../../chain/parameters.ts'
import { beamDecoder } from './decoder.ts'
import { type BeamCandidate, type Expansion, likeliestChildren, rankBy } from './hypothesis.ts'
import { lookAtBeam } from './look-at.ts'
import { beamParameters } from './parameters.ts'
import { type BeamRule, beamRule, type Taken } from './rule.ts'

/**
 * The best `count` children once each pays `penalty` for every time earlier groups chose its token at this
 * step (Hamming diversity). The penalty stays in the score, as in the authors' and transformers' code; it
 * only lowers scores, so children beyond the first `count` plus the tokens taken cannot come in.
 */
function diverseChildren(expansion: Expansion, count: number, taken: Taken, penalty: number) {
  const charge = (candidate: BeamCandidate): BeamCandidate => {
    const times = taken.get(candidate.token) ?? 0
    return times === 0 ? candidate : { ...candidate, score: candidate.score - penalty * times }
  }
  const children = likeliestChildren(expansion, count + taken.size).map(charge)
  return rankBy(children, ({ score }) => score).slice(0, count)
}

export const diverseBeam = defineSearch({
  id: 'diverse-beam',
  title: 'Diverse beam',
  summary: 'Splits the beam into groups, each of which pays for repeating what earlier groups just chose.',
  formula:
    'In group g, score ln P(v) - penalty · (how often groups before g chose v at this step); answer ' +
    'the best text of all groups.',
  paper: 'Vijayakumar et al. 2018, arXiv 1610.02424',
  weakness:
    'Only the same token at the same step counts as the same: groups may say one thing, shifted by a word.',
  family: 'search',
  parameters: z
    .strictObject({
      width: beamParameters.width,
      groups: whole(2, { min: 1, max: 64 }, { title: 'groups', help: 'a number of groups', slider: [1, 8] }),
      'diversity-penalty': real(
        0.5,
        { min: 0, max: 100 },
        { title: 'diversity penalty', help: 'nats off per earlier choice of the token', slider: [0, 2] },
      ),
      'length-penalty': beamParameters['length-penalty'],
      'early-stopping': beamParameters['early-stopping'],
    })
    .refine(({ width, groups }) => width % groups === 0, {
      error: ({ input }) => {
        const { width, groups } = input as { readonly width: number; readonly groups: number }
        return `width must be a multiple of groups, got ${width} beams in ${plural(groups, 'group')}`
      },
    }),
  isDeterministic: true,
  rows: 'width',
  lookAt: lookAtBeam,
  create: (parameters, setup) => {
    const { groups, 'length-penalty': lengthPenalty, 'early-stopping': earlyStopping } = parameters
    const plain = beamRule({ width: parameters.width / groups, lengthPenalty, earlyStopping }, setup.limits)
    const rule: BeamRule = {
      ...plain,
      propose: (expansion, taken) =>
        diverseChildren(expansion, plain.considered, taken, parameters['diversity-penalty']),
    }
    return beamDecoder(setup, Array<BeamRule>(groups).fill(rule))
  },
})
