import type { Distribution } from '../../sampling/distribution.ts'
import { isNeutral } from '../../strategies/chain/chain.ts'
import type { CutGeometry, Drawing, DrawnStep } from '../../strategies/chain/cut-geometry.ts'
import { type Chain, isStepUse } from '../../strategies/chain/definition.ts'
import type { ChainTrace, PipelineState } from '../../strategies/chain/pipeline.ts'
import { cutsOf } from '../../strategies/chain/search-part.ts'

/** One word as a step saw it and left it; probabilities are of the step's own input and output. */
interface DrawnWord {
  readonly id: number
  readonly token: string
  readonly before: number
  readonly after: number
  /** `gone`: an earlier step had removed it. */
  readonly state: 'kept' | 'cut' | 'gone'
}

/** A stretch of ranks too many to draw one by one; probabilities are sums. */
interface Fold {
  readonly from: number
  /** Exclusive. */
  readonly to: number
  readonly before: number
  readonly after: number
  readonly kept: number
}

/** What one step did, ready to draw: words in the order the step looks at them, then the folded rest. */
export interface StepView {
  readonly step: string
  readonly title: string
  readonly sentence: string
  readonly isOff: boolean
  /** Words left after it. */
  readonly kept: number
  /** Words there were. */
  readonly size: number
  readonly words: readonly DrawnWord[]
  readonly folds: readonly Fold[]
  readonly cut: CutGeometry
}

export interface ViewedLane {
  readonly chain: Chain
  readonly chainTrace: ChainTrace
  /** What each step remembers before its first token. */
  readonly state: PipelineState
  /** Every token id by rank of the given logits. */
  readonly order: readonly number[]
  readonly tokens: readonly string[]
  /** Words drawn singly. */
  readonly shown: number
}

/** What each step of a lane did, in order; pure sampling is one view of the untouched distribution. */
export function viewsOf({ chain, chainTrace, state, order, tokens, shown }: ViewedLane): StepView[] {
  const cuts = cutsOf(chain)
  const uses = cuts.length === 0 ? [chain.search] : cuts
  return uses.map((use, index) => {
    const { definition, parameters, notation } = use
    const before = chainTrace.stages[index - 1] ?? chainTrace.raw
    const after = chainTrace.stages[index] ?? chainTrace.raw
    const ranks = ranksOf(order, before, after, definition.viewOrder)
    const slots = slotsOf(ranks.length, shown)
    const { raw } = chainTrace
    const drawn: DrawnStep = { parameters, state: state[index], raw, before, after, ranks, slots, tokens }
    return {
      step: notation,
      title: definition.title,
      sentence: definition.sentence?.(drawn) ?? definition.summary,
      isOff: isStepUse(use) && isNeutral(use),
      kept: after.size,
      size: order.length,
      words: ranks.slice(0, slots.singles).map((id) => drawnWord(id, tokens[id]!, before, after)),
      folds: slots.folds.map((fold) => foldOf(fold, ranks, before, after)),
      cut: definition.geometry?.(drawn) ?? { kind: 'outline', label: '' },
    }
  })
}

/** Ids in the order a step looks at them; what was gone before it comes last. */
function ranksOf(
  order: readonly number[],
  before: Distribution,
  after: Distribution,
  viewOrder: Drawing['viewOrder'],
): number[] {
  // A step that reshapes leaves an order of its own; the bars stay where they were, so that they compare.
  const ranking = viewOrder && before.rankedBy(viewOrder(before))
  const present = Array.from({ length: before.size }, (_, rank) => ranking?.at(rank) ?? before.id(rank))
  return [...present, ...order.filter((one) => !before.includes(one) && !after.includes(one))]
}

const FOLDS = 20

/** The first ranks are single; the rest is folded into stretches of about equal length. */
function slotsOf(count: number, shown: number) {
  const rest = count - shown
  if (rest <= 0) return { singles: count, folds: [] }
  const stretches = Math.min(FOLDS, rest)
  const edge = (index: number) => shown + Math.round((rest * index) / stretches)
  const folds = Array.from({ length: stretches }, (_, index) => ({ from: edge(index), to: edge(index + 1) }))
  return { singles: shown, folds }
}

function drawnWord(id: number, token: string, before: Distribution, after: Distribution): DrawnWord {
  const state = after.includes(id) ? 'kept' : before.includes(id) ? 'cut' : 'gone'
  return { id, token, before: before.probabilityOf(id), after: after.probabilityOf(id), state }
}

function foldOf(
  { from, to }: { from: number; to: number },
  ranks: readonly number[],
  before: Distribution,
  after: Distribution,
): Fold {
  const fold = { from, to, before: 0, after: 0, kept: 0 }
  for (let rank = from; rank < to; rank++) {
    const id = ranks[rank]!
    fold.before += before.probabilityOf(id)
    fold.after += after.probabilityOf(id)
    if (after.includes(id)) fold.kept++
  }
  return fold
}
