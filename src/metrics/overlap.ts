import { type SetMetric, share, textOf } from './definition.ts'
import { ngrams } from './ngrams.ts'

/**
 * Mean over all pairs of texts of the Jaccard index of their sets of token bigrams: shared / found in either.
 * Texts without a bigram take no part; null with fewer than two others.
 */
function meanOverlap(texts: readonly (readonly number[])[]): number | null {
  const { ids, types } = ngrams(texts, 2)
  const bigrams = ids.map((text) => [...new Set(text)]).filter((found) => found.length > 0)
  // Earlier texts by bigram: counting a text's matches costs only what it shares.
  const textsWith: number[][] = Array.from({ length: types }, () => [])
  let sum = 0
  for (const [text, found] of bigrams.entries()) {
    const shared = new Int32Array(text)
    for (const bigram of found) {
      for (const other of textsWith[bigram]!) shared[other]! += 1
      textsWith[bigram]!.push(text)
    }
    for (const [other, both] of shared.entries()) {
      sum += both / (found.length + bigrams[other]!.length - both)
    }
  }
  const pairs = (bigrams.length * (bigrams.length - 1)) / 2
  return pairs === 0 ? null : sum / pairs
}

export const overlapOfSet: SetMetric = {
  id: 'bigram-overlap',
  title: 'Overlap of samples',
  summary:
    'Mean over all pairs of texts of the Jaccard index of their token bigrams: shared / found in either.',
  source: 'this project',
  needs: 'tokens',
  scale: share,
  compute: (records) => meanOverlap(records.map(textOf)),
}
