import { mean } from './average.ts'
import { type SetMetric, share } from './definition.ts'

export const stopRate: SetMetric = {
  id: 'stop-rate',
  title: 'Stop rate',
  summary:
    'Share of the texts, of those whose ending is known, that ended by end of text and not at the limit.',
  source: 'Holtzman et al. 2020, arXiv 1904.09751, caption of Figure 1 (wide beams stop at once)',
  needs: 'ending',
  scale: share,
  compute: (records) =>
    mean(records.flatMap(({ endOfText }) => (endOfText === undefined ? [] : [endOfText ? 1 : 0]))),
}
