import { defined, mean } from './average.ts'
import { type SetMetric, share, type TextMetric, textOf } from './definition.ts'
import { ngrams, ngramWords } from './ngrams.ts'

/**
 * seq-rep-n: 1 - distinct n-grams / n-grams of one text; null if it is shorter than n.
 * Welleck et al. 2019, arXiv 1908.04319.
 */
function seqRep(tokens: readonly number[], order: number): number | null {
  const { ids, types } = ngrams([tokens], order)
  const total = ids[0]!.length
  return total === 0 ? null : 1 - types / total
}

/** Mean seq-rep-n over the texts that have n tokens; null if none has. */
export function meanSeqRep(texts: readonly (readonly number[])[], order: number): number | null {
  return mean(defined(texts.map((tokens) => seqRep(tokens, order))))
}

const orders = [1, 2, 3, 4]
const describe = (order: number) =>
  ({
    id: `seq-rep-${order}`,
    title: `Repeated ${order}-grams (seq-rep-${order})`,
    source: 'Welleck et al. 2019, arXiv 1908.04319',
    needs: 'tokens',
    scale: share,
  }) as const

export const seqRepOfText: readonly TextMetric[] = orders.map((order) => ({
  ...describe(order),
  summary: `Share of the text's ${ngramWords(order)} that repeat an earlier one: 1 - distinct / all.`,
  compute: (record) => seqRep(textOf(record), order),
}))

export const seqRepOfSet: readonly SetMetric[] = orders.map((order) => ({
  ...describe(order),
  summary:
    `Share of a text's ${ngramWords(order)} that repeat an earlier one, 1 - distinct / all; the mean ` +
    'over the texts.',
  compute: (records) => meanSeqRep(records.map(textOf), order),
}))
