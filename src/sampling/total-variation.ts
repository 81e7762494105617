import { Distribution } from './distribution.ts'

/** Half the sum of the differences of two distributions over one vocabulary, from 0 to 1. */
export function totalVariation(one: Distribution, other: Distribution): number {
  let sum = 0
  one.forEachId((id) => {
    sum += Math.abs(one.probabilityOf(id) - other.probabilityOf(id))
  })
  other.forEachId((id) => {
    if (!one.includes(id)) sum += other.probabilityOf(id)
  })
  return sum / 2
}

/** How often each token came, as a distribution. */
export function fromCounts(counts: ReadonlyMap<number, number>, vocabularySize: number): Distribution {
  const logits = new Float64Array(vocabularySize).fill(-Infinity)
  for (const [id, count] of counts) logits[id] = Math.log(count)
  return Distribution.fromLogits(logits)
}
