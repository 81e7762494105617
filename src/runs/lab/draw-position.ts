import type { Distribution } from '../../sampling/distribution.ts'
import { draw } from '../../sampling/draw.ts'
import type { StepUse } from '../../strategies/chain/definition.ts'
import type { ChainTrace } from '../../strategies/chain/pipeline.ts'

/**
 * How a draw finds its token: tokens by descending probability, up to `u` times the mass that the last cut
 * left.
 */
interface CumulativeOrder {
  /**
   * What the draw walks: the distribution the last cut was made on, where the draw can be shown on it, else
   * the final one.
   */
  readonly on: Distribution
  /** Notation of the step that made it, or nothing for the model itself. */
  readonly madeBy?: string
  /** The cut drawn on it: the step, its tokens and their mass. */
  readonly cut?: { readonly step: string; readonly kept: number; readonly mass: number; readonly p?: number }
}

/** Where a draw falls in that order. Ranks count from 1; masses are cumulative. */
interface DrawnRank {
  readonly token: number
  /** `u` times the mass that was left. */
  readonly target: number
  readonly rank: number
  /** Mass before the token and with it. */
  readonly from: number
  readonly to: number
}

/** The same draw in another lane. */
interface OtherDraw {
  readonly token: number
  readonly text: string
  /** The cut that its draw is shown on. */
  readonly cut?: CumulativeOrder['cut']
  readonly target: number
  /** Rank of its token on the inspected lane's walk; absent where that lacks the token. */
  readonly rank?: number
  /** Whether both lanes walk the same distribution, so that its target can be read off this curve too. */
  readonly isSameWalk: boolean
}

export interface DrawPosition extends DrawnRank {
  readonly u: number
  readonly madeBy?: string
  readonly cut?: CumulativeOrder['cut']
  /** Rank and cumulative mass: every rank of the head, then ever fewer. */
  readonly curve: readonly (readonly [rank: number, mass: number])[]
  readonly size: number
  readonly others: readonly OtherDraw[]
}

interface Walked {
  readonly chainTrace: ChainTrace
  readonly steps: readonly StepUse[]
}

/** Where the draw `u` fell in a lane, and where it falls in others after the same text. */
export function drawPositionOf(
  lane: Walked,
  others: readonly Walked[],
  u: number,
  nameOf: (token: number) => string,
): DrawPosition {
  const order = cumulativeOrderOf(lane)
  const drawnRank = drawnRankOf(order, lane.chainTrace.final, u)
  return {
    u,
    ...drawnRank,
    ...(order.madeBy !== undefined && { madeBy: order.madeBy }),
    ...(order.cut && { cut: order.cut }),
    curve: curveOf(order.on, [drawnRank.rank, order.cut?.kept ?? 0]),
    size: order.on.size,
    others: others.map((other) => {
      const own = cumulativeOrderOf(other)
      const token = draw(other.chainTrace.final, u)
      return {
        token,
        text: nameOf(token),
        target: u * (own.cut?.mass ?? 1),
        ...(own.cut && { cut: own.cut }),
        ...(order.on.includes(token) && { rank: order.on.rankOf(token) + 1 }),
        isSameWalk: isSame(order.on, own.on),
      }
    }),
  }
}

function cumulativeOrderOf({ chainTrace, steps }: Walked): CumulativeOrder {
  const { raw, stages, final } = chainTrace
  const last = stages.findLastIndex((stage, index) => stage.size < (stages[index - 1] ?? raw).size)
  const before = stages[last - 1] ?? raw
  if (last >= 0 && isHeadOf(final, before)) {
    const use = steps[last]!
    const p = use.definition.massGoal?.(use.parameters)
    const cut = { step: use.notation, kept: final.size, mass: before.massOf(final) }
    return {
      on: before,
      cut: p === undefined ? cut : { ...cut, p },
      ...(last > 0 && { madeBy: steps[last - 1]!.notation }),
    }
  }
  const madeBy = steps.at(-1)?.notation
  return { on: final, ...(madeBy !== undefined && { madeBy }) }
}

/** Probabilities that differ by less are the same; the two were added up in different orders. */
const TOLERANCE = 1e-12

/**
 * Whether one distribution is the other's head, renormalised: then a draw from the one can be shown on the
 * other.
 */
function isHeadOf(head: Distribution, whole: Distribution): boolean {
  const mass = whole.massOf(head)
  for (let rank = 0; rank < head.size; rank++) {
    if (head.id(rank) !== whole.id(rank)) return false
    if (Math.abs(head.probability(rank) - whole.probability(rank) / mass) > TOLERANCE) return false
  }
  return true
}

function isSame(one: Distribution, other: Distribution): boolean {
  return one.size === other.size && isHeadOf(one, other)
}

function drawnRankOf({ on, cut }: CumulativeOrder, final: Distribution, u: number): DrawnRank {
  const token = draw(final, u)
  const rank = on.rankOf(token)
  let from = 0
  for (let before = 0; before < rank; before++) from += on.probability(before)
  return {
    token,
    target: u * (cut?.mass ?? 1),
    rank: rank + 1,
    from,
    to: from + on.probability(rank),
  }
}

/** Ranks of the head that are all in the curve, and how many a further decade gets. */
const HEAD = 64
const PER_DECADE = 48

function curveOf(on: Distribution, marks: readonly number[]): [number, number][] {
  const wanted = new Set([...marks, on.size])
  for (let rank = 1; rank <= Math.min(HEAD, on.size); rank++) wanted.add(rank)
  for (let rank = HEAD; rank < on.size; rank *= 10 ** (1 / PER_DECADE)) wanted.add(Math.round(rank))
  const curve: [number, number][] = []
  let mass = 0
  for (let rank = 1; rank <= on.size; rank++) {
    mass += on.probability(rank - 1)
    if (wanted.has(rank)) curve.push([rank, mass])
  }
  return curve
}
