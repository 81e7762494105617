import { isNeutral } from '../../strategies/chain/chain.ts'
import type { Chain } from '../../strategies/chain/definition.ts'
import type { ChainTrace } from '../../strategies/chain/pipeline.ts'
import { binomialBand, type ChiSquare, chiSquare } from './statistics.ts'
import { type StepView, viewsOf } from './step-view.ts'

/** One word's draws against chance. */
interface DrawnCount {
  readonly id: number
  readonly token: string
  readonly probability: number
  readonly expected: number
  /** Where 95 of 100 runs fall. */
  readonly low: number
  readonly high: number
  readonly count: number
}

export interface LaneDrawing {
  /** The chain in words: "Temperature 0.7, Nucleus 0.9". */
  readonly title: string
  readonly views: readonly StepView[]
  /** Null where a step draws by chance itself, so that no single distribution is expected. */
  readonly counts: readonly DrawnCount[] | null
  /** The words not listed in `counts`, together; null for none. */
  readonly rest: Omit<DrawnCount, 'id' | 'token'> | null
  readonly chiSquare: ChiSquare | null
}

export interface DrawnLane {
  readonly chain: Chain
  readonly chainTrace: ChainTrace
  /** Every token id by rank of the given logits. */
  readonly order: readonly number[]
  readonly tokens: readonly string[]
  readonly shown: number
  readonly counts: readonly number[]
  readonly draws: number
  readonly isRandom: boolean
}

export function drawLane(lane: DrawnLane): LaneDrawing {
  const { chainTrace, shown, counts, order, tokens, isRandom } = lane
  const title = titleOf(lane.chain)
  const views = viewsOf(lane)
  if (isRandom || lane.draws === 0) return { title, views, counts: null, rest: null, chiSquare: null }
  const against = (probability: number, count: number) => {
    const [low, high] = binomialBand(lane.draws, probability)
    return { probability, expected: lane.draws * probability, low, high, count }
  }
  const single = order.slice(0, shown)
  const others = order.slice(shown)
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  return {
    title,
    views,
    counts: single.map((id) => ({
      id,
      token: tokens[id]!,
      ...against(chainTrace.final.probabilityOf(id), counts[id]!),
    })),
    rest:
      others.length === 0
        ? null
        : against(
            Math.min(1, sum(others.map((id) => chainTrace.final.probabilityOf(id)))),
            sum(others.map((id) => counts[id]!)),
          ),
    chiSquare: chiSquare(
      order.map((id) => ({ expected: lane.draws * chainTrace.final.probabilityOf(id), count: counts[id]! })),
    ),
  }
}

/** A step's notation spelled out by its definition's title; steps that are off are left out. */
function titleOf({ steps, search }: Chain): string {
  const isGreedy = search.definition.id === 'greedy'
  const uses = [...steps.filter((use) => !isNeutral(use)), ...(isGreedy ? [search] : [])]
  const words = uses.map(({ definition, parameters }) => {
    const values = Object.values(parameters)
    return values.length === 0 ? definition.title : `${definition.title} ${values[0]}`
  })
  return words.join(', ') || 'Pure sampling'
}
