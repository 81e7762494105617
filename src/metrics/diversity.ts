import { type SetMetric, share, type TextMetric, textOf } from './definition.ts'
import { meanSeqRep } from './seq-rep.ts'

/**
 * Product over n = 2..4 of (1 - seq-rep-n), each the mean over the texts; null if no text has four tokens.
 * Su et al. 2022, arXiv 2202.06417 (whose code pools words over the corpus instead).
 */
function diversity(texts: readonly (readonly number[])[]): number | null {
  let product = 1
  for (const order of [2, 3, 4]) {
    const repeated = meanSeqRep(texts, order)
    if (repeated === null) return null
    product *= 1 - repeated
  }
  return product
}

const about = {
  id: 'diversity',
  title: 'Diversity',
  source: 'Su et al. 2022, arXiv 2202.06417',
  needs: 'tokens',
  scale: share,
} as const

export const diversityOfText: TextMetric = {
  ...about,
  summary: 'Product over n = 2, 3, 4 of (1 - seq-rep-n).',
  compute: (record) => diversity([textOf(record)]),
}

export const diversityOfSet: SetMetric = {
  ...about,
  summary: 'Product over n = 2, 3, 4 of (1 - mean seq-rep-n).',
  compute: (records) => diversity(records.map(textOf)),
}
