import { compressionOfSet, compressionOfText } from './compression.ts'
import type { Measures, SetMetric, TextMetric, TextRecord } from './definition.ts'
import { degenDistinctOfSet, distinctOfSet, distinctOfText } from './distinct.ts'
import { diversityOfSet, diversityOfText } from './diversity.ts'
import { entropyOfSet, entropyOfText } from './entropy.ts'
import { keptOfSet, keptOfText } from './kept.ts'
import { lengthOfSet, lengthOfText } from './length.ts'
import { loopsOfSet, loopsOfText } from './loop.ts'
import { overlapOfSet } from './overlap.ts'
import { perplexityOfSet, perplexityOfText } from './perplexity.ts'
import { repetitionOfSet, repetitionOfText } from './repetition.ts'
import { selfBleuOfSet } from './self-bleu.ts'
import { seqRepOfSet, seqRepOfText } from './seq-rep.ts'
import { stopRate } from './stop-rate.ts'
import { surprisalOfSet, surprisalOfText } from './surprisal.ts'
import { uniqueShareOfSet } from './unique-share.ts'
import { zipfOfSet } from './zipf.ts'

/** Every judgement of one text, in the order tables show them. */
export const textMetrics: readonly TextMetric[] = [
  lengthOfText,
  ...perplexityOfText,
  ...surprisalOfText,
  entropyOfText,
  keptOfText,
  ...repetitionOfText,
  loopsOfText,
  ...seqRepOfText,
  diversityOfText,
  ...distinctOfText,
  compressionOfText,
]

/** Every judgement of a set of texts, in the order tables show them. */
export const setMetrics: readonly SetMetric[] = [
  lengthOfSet,
  stopRate,
  ...perplexityOfSet,
  ...surprisalOfSet,
  entropyOfSet,
  keptOfSet,
  ...repetitionOfSet,
  loopsOfSet,
  ...seqRepOfSet,
  diversityOfSet,
  ...distinctOfSet,
  ...degenDistinctOfSet,
  compressionOfSet,
  ...selfBleuOfSet,
  zipfOfSet,
  uniqueShareOfSet,
  overlapOfSet,
]

/** All metrics of a text by id; null where one is undefined. */
export function measureText(record: TextRecord): Measures {
  return Object.fromEntries(textMetrics.map(({ id, compute }) => [id, compute(record)]))
}

/** All metrics of a set of texts by id; null where one is undefined. */
export function measureSet(records: readonly TextRecord[]): Measures {
  return Object.fromEntries(setMetrics.map(({ id, compute }) => [id, compute(records)]))
}
