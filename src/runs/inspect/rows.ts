import type { StepUse } from '../../strategies/chain/definition.ts'
import type { ChainTrace } from '../../strategies/chain/pipeline.ts'

/** A candidate, or a stretch of them, as the model and every step of the chain saw it. */
interface Measured {
  /** Under the model. */
  readonly raw: number
  /** After each step of the chain; 0 once removed. */
  readonly after: readonly number[]
  /** Index of the step that removed it; absent for what the chain left, and for a stretch of both kinds. */
  readonly removedBy?: number
}

/** A candidate on its own. */
interface CandidateRow extends Measured {
  readonly kind: 'token'
  readonly id: number
  readonly text: string
  /** Under the model, from 1. */
  readonly rank: number
}

/** Ranks `from` to `to`, both included, folded; probabilities are sums over them. */
interface FoldRow extends Measured {
  readonly kind: 'fold'
  readonly from: number
  readonly to: number
  /** Whether it is all that is left of the vocabulary, whatever became of it. */
  readonly isRest: boolean
}

export type InspectRow = CandidateRow | FoldRow

interface RowsRequest {
  readonly chainTrace: ChainTrace
  readonly steps: readonly StepUse[]
  /** Tokens with a row of their own whatever their rank. */
  readonly named: readonly number[]
  /** Candidates of a kind listed one by one. */
  readonly rows: number
  readonly nameOf: (token: number) => string
}

/** Removed candidates shown first; their kind is clear from a few. */
const REMOVED_ROWS = 3
/**
 * Stretches of one fate that have rows of their own, or as many as `rows`; the rest of the vocabulary is one
 * fold.
 */
const STRETCHES = 8

/**
 * The whole vocabulary by rank: the likeliest of each stretch of one fate on their own, the others folded. In
 * every column the rows add up to 1.
 */
export function inspectRows({ chainTrace, steps, named, rows, nameOf }: RowsRequest): InspectRow[] {
  const { raw, stages } = chainTrace
  const fates = Array.from({ length: raw.size }, (_, rank) => {
    const id = raw.id(rank)
    return stages.findIndex((stage) => !stage.includes(id))
  })
  const ranks = named.filter((token) => raw.includes(token)).map((token) => raw.rankOf(token))
  const measure = (from: number, to: number): Measured => {
    const sums = { raw: 0, after: steps.map(() => 0) }
    for (let rank = from; rank < to; rank++) {
      sums.raw += raw.probability(rank)
      const id = raw.id(rank)
      for (let index = 0; index < stages.length; index++)
        sums.after[index]! += stages[index]!.probabilityOf(id)
    }
    const fate = fates[from]!
    const isOneFate = fate >= 0 && fates.slice(from, to).every((other) => other === fate)
    return { ...sums, ...(isOneFate && { removedBy: fate }) }
  }
  const single = (rank: number): CandidateRow => {
    const id = raw.id(rank)
    return { kind: 'token', id, text: nameOf(id), rank: rank + 1, ...measure(rank, rank + 1) }
  }
  const { shown, restFrom } = planRows(fates, rows, ranks)
  const result: InspectRow[] = []
  let rank = 0
  while (rank < raw.size) {
    const end = endOfFold(rank, fates, shown, restFrom)
    if (end - rank <= 1) result.push(single(rank))
    else {
      const isRest = end === raw.size
      result.push({ kind: 'fold', from: rank + 1, to: end, isRest, ...measure(rank, end) })
    }
    rank = Math.max(end, rank + 1)
  }
  return result
}

/** Which ranks have rows of their own, and from which rank on all others are folded together. */
function planRows(fates: readonly number[], rows: number, named: readonly number[]) {
  const shown = new Set<number>(named)
  let stretches = 0
  let rank = 0
  while (rank < fates.length && stretches < Math.max(STRETCHES, rows)) {
    const fate = fates[rank]!
    const most = fate < 0 ? rows : Math.max(1, Math.round((REMOVED_ROWS * rows) / 10))
    let end = rank
    while (end < fates.length && fates[end] === fate) end++
    for (let one = rank; one < Math.min(end, rank + most); one++) shown.add(one)
    stretches++
    rank = end
  }
  return { shown, restFrom: rank }
}

/** Exclusive end of what is folded with `rank`; the rank itself where it has a row of its own. */
function endOfFold(
  rank: number,
  fates: readonly number[],
  shown: ReadonlySet<number>,
  restFrom: number,
): number {
  let end = rank
  while (end < fates.length && !shown.has(end) && (end >= restFrom || fates[end] === fates[rank])) end++
  return end
}
