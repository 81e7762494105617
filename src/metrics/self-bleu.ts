import { mean } from './average.ts'
import { type SetMetric, share, textOf } from './definition.ts'
import { type Ngrams, ngramsUpTo } from './ngrams.ts'

/**
 * What replaces a count of no match at all: Chen & Cherry 2014, method 1, as NLTK's
 * SmoothingFunction().method1.
 */
const EPSILON = 0.1

/**
 * BLEU of each text against all the others: sentence BLEU on token ids, equal weights on orders 1 to `order`,
 * counts clipped by the most any one reference has, method-1 smoothing, brevity penalty by the closest
 * reference length (the shorter on a tie), 0 outright where not one token matches. The arithmetic of NLTK's
 * sentence_bleu. Needs two texts; O(n-grams) altogether, not O(texts x n-grams).
 * Zhu et al. 2018, arXiv 1802.01886; Holtzman et al. 2020, section 5.2.
 */
export function bleuAgainstOthers(texts: readonly (readonly number[])[], order: number): number[] {
  const precisions = ngramsUpTo(texts, order).map(clippedPrecisions)
  const closest = closestLengths(texts.map((tokens) => tokens.length))
  return texts.map((tokens, text) => {
    if (precisions[0]![text]!.matches === 0) return 0
    let logSum = 0
    for (const precision of precisions) {
      const { matches, total } = precision[text]!
      logSum += Math.log((matches || EPSILON) / Math.max(1, total)) / order
    }
    return brevityPenalty(tokens.length, closest[text]!) * Math.exp(logSum)
  })
}

/** Mean BLEU of the texts against each other; null with fewer than two. */
export function selfBleu(texts: readonly (readonly number[])[], order: number): number | null {
  return texts.length < 2 ? null : mean(bleuAgainstOthers(texts, order))
}

interface Precision {
  readonly matches: number
  readonly total: number
}

/**
 * By text. The references of a text are all but itself, so the most any reference has of an n-gram is the
 * corpus's highest count, or the second highest if the highest is the text's own (on a tie the two are
 * equal).
 */
function clippedPrecisions({ ids, types }: Ngrams): Precision[] {
  const highest = new Int32Array(types)
  const second = new Int32Array(types)
  const counted = ids.map(countWithin)
  for (const counts of counted) {
    for (const [id, count] of counts) {
      if (count > highest[id]!) {
        second[id] = highest[id]!
        highest[id] = count
      } else if (count > second[id]!) second[id] = count
    }
  }
  return counted.map((counts, text) => {
    let matches = 0
    for (const [id, count] of counts) matches += count === highest[id] ? second[id]! : count
    return { matches, total: ids[text]!.length }
  })
}

function countWithin(ids: Int32Array): Map<number, number> {
  const counts = new Map<number, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

/** For each length, the closest of the others, the shorter on a tie. */
function closestLengths(lengths: readonly number[]): number[] {
  const sorted = lengths.map((own, text) => ({ own, text })).sort((a, b) => a.own - b.own)
  const closest = new Array<number>(lengths.length).fill(0)
  for (const [index, { own, text }] of sorted.entries()) {
    const shorter = sorted[index - 1]?.own ?? -Infinity
    const longer = sorted[index + 1]?.own ?? Infinity
    closest[text] = own - shorter <= longer - own ? shorter : longer
  }
  return closest
}

function brevityPenalty(length: number, reference: number): number {
  if (length >= reference) return 1
  return length === 0 ? 0 : Math.exp(1 - reference / length)
}

export const selfBleuOfSet: readonly SetMetric[] = [4, 5].map((order) => ({
  id: `self-bleu-${order}`,
  title: `Self-BLEU ${order}`,
  summary:
    `How alike the texts are: the mean BLEU-${order} (shared sequences of up to ${order} tokens) of ` +
    'each text against all the others, on token ids.',
  source: 'Zhu et al. 2018, arXiv 1802.01886; Holtzman et al. 2020, arXiv 1904.09751, section 5.2',
  needs: 'tokens',
  scale: share,
  compute: (records) => selfBleu(records.map(textOf), order),
}))
