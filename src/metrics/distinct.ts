import { type SetMetric, share, type TextMetric, textOf } from './definition.ts'
import { countNgrams, ngrams, ngramWords } from './ngrams.ts'

/** Counts behind distinct-n. */
export interface Distinct {
  /** n-grams, repeats included. */
  readonly total: number
  /** Different n-grams. */
  readonly types: number
  /**
   * n-grams seen exactly once in the corpus: what ari-holtzman/degen's metrics/distinct_n.py calls distinct.
   */
  readonly once: number
}

/** Counts the n-grams of a corpus, pooled over its texts; none crosses two texts. */
export function countDistinct(texts: readonly (readonly number[])[], order: number): Distinct {
  const found = ngrams(texts, order)
  const total = found.ids.reduce((sum, text) => sum + text.length, 0)
  return { total, types: found.types, once: countNgrams(found).filter((count) => count === 1).length }
}

/** Different n-grams / n-grams, pooled; null where there is no n-gram. Li et al. 2016, arXiv 1510.03055. */
function distinct(texts: readonly (readonly number[])[], order: number): number | null {
  const { total, types } = countDistinct(texts, order)
  return total === 0 ? null : types / total
}

/** n-grams seen exactly once / n-grams, pooled, as the paper's code counts; null where there is no n-gram. */
function degenDistinct(texts: readonly (readonly number[])[], order: number): number | null {
  const { total, once } = countDistinct(texts, order)
  return total === 0 ? null : once / total
}

const orders = [1, 2, 3, 4]
const standard = (order: number) =>
  ({
    id: `distinct-${order}`,
    title: `Distinct ${order}-grams`,
    source: 'Li et al. 2016, arXiv 1510.03055',
    needs: 'tokens',
    scale: share,
  }) as const

export const distinctOfText: readonly TextMetric[] = orders.map((order) => ({
  ...standard(order),
  summary: `Different ${ngramWords(order)} of the text / all of them: 1 where none comes twice.`,
  compute: (record) => distinct([textOf(record)], order),
}))

export const distinctOfSet: readonly SetMetric[] = orders.map((order) => ({
  ...standard(order),
  summary: `Different ${ngramWords(order)} / all of them, pooled over the texts: 1 where none comes twice.`,
  compute: (records) => distinct(records.map(textOf), order),
}))

export const degenDistinctOfSet: readonly SetMetric[] = orders.map((order) => ({
  ...standard(order),
  id: `distinct-${order}-degen`,
  title: `Distinct ${order}-grams, the paper's code`,
  summary: `${order}-grams seen exactly once in all texts together / all ${order}-grams.`,
  source: 'ari-holtzman/degen, metrics/distinct_n.py',
  compute: (records) => degenDistinct(records.map(textOf), order),
}))
