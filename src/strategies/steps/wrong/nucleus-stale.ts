import { z } from 'zod'
import { defineStep } from '../../chain/definition.ts'
import { real } from '../../chain/parameters.ts'
import { massGeometry } from '../families/mass.ts'
import { keepNucleus } from '../nucleus.ts'

export const nucleusStale = defineStep({
  id: 'nucleus-stale',
  title: 'Wrong nucleus: of stale probabilities',
  summary:
    'Takes the set from the model’s own probabilities, as if no temperature came before it; reported ' +
    'as a bug of fish-speech and Kimi-Audio.',
  formula:
    'Keep the candidates that are in the nucleus of the model’s raw distribution, and if none is the ' +
    'most likely one; divide by their mass.',
  paper: 'A known mistake; compare Holtzman et al. 2020, section 3.1',
  weakness: 'Above temperature 1 the set holds less than p of the mass it is drawn from, below 1 more.',
  family: 'bug museum',
  parameters: z.strictObject({
    p: real(0.9, { min: 0, max: 1 }, { title: 'p', help: 'a share of the mass' }),
  }),
  neutral: { p: 1 },
  geometry: massGeometry({ verb: 'is the last', measured: ({ raw }) => raw }),
  create:
    ({ p }) =>
    (distribution, { raw }) => {
      if (p === 1) return distribution
      const kept: number[] = []
      keepNucleus(raw, p).forEachId((id) => {
        if (distribution.includes(id)) kept.push(id)
      })
      if (kept.length === 0) return distribution.head(1)
      return kept.length === distribution.size ? distribution : distribution.subset(kept)
    },
})
