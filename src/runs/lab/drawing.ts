import { isNeutral } from '../../strategies/chain/chain.ts'
import { type Chain, isStepUse, type SearchUse, type StepUse } from '../../strategies/chain/definition.ts'
import { cutsOf } from '../../strategies/chain/search-part.ts'
import { binomialBand, type ChiSquare, chiSquare } from './statistics.ts'
import { type StepView, type ViewedLane, viewsOf } from './step-view.ts'

/** One word's draws against what is expected of them. */
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

export interface DrawnLane extends ViewedLane {
  readonly counts: readonly number[]
  readonly draws: number
  readonly isRandom: boolean
  /** Asked between words: their bands are sums over many counts. */
  readonly signal: Pick<AbortSignal, 'throwIfAborted'> | undefined
}

export function drawLane(lane: DrawnLane): LaneDrawing {
  const { chainTrace, shown, counts, order, tokens, isRandom } = lane
  const title = titleOf(lane.chain)
  const views = viewsOf(lane)
  if (isRandom || lane.draws === 0) return { title, views, counts: null, rest: null, chiSquare: null }
  const against = (probability: number, count: number) => {
    lane.signal?.throwIfAborted()
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
function titleOf(chain: Chain): string {
  const isOn = (use: StepUse | SearchUse) => !isStepUse(use) || !isNeutral(use)
  const words = cutsOf(chain)
    .filter(isOn)
    .map(({ definition, parameters }) => {
      const values = Object.values(parameters)
      return values.length === 0 ? definition.title : `${definition.title} ${values[0]}`
    })
  return words.join(', ') || chain.search.definition.title
}
