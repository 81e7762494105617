import type { Distribution } from '../sampling/distribution.ts'
import { type Chain, isNeutral } from '../strategies/chain.ts'
import type { Passage } from '../strategies/pipeline.ts'
import { binomialBand, type ChiSquare, chiSquare } from './chance.ts'
import type { Cut } from './cut.ts'
import { cutOf, sentenceOf } from './cut-rules.ts'

/** One word as a step saw it and left it; probabilities are of the step's own input and output. */
interface DrawnWord {
  readonly id: number
  readonly token: string
  readonly before: number
  readonly after: number
  /** `gone`: an earlier step had removed it. */
  readonly state: 'kept' | 'cut' | 'gone'
}

/** A stretch of places too many to draw one by one; probabilities are sums. */
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
  readonly cut: Cut
}

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
  readonly passage: Passage
  /** Every token id by rank of the given logits. */
  readonly order: readonly number[]
  readonly tokens: readonly string[]
  readonly shown: number
  readonly counts: readonly number[]
  readonly draws: number
  readonly isRandom: boolean
}

export function drawLane(lane: DrawnLane): LaneDrawing {
  const { passage, shown, counts, order, tokens, isRandom } = lane
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
      ...against(passage.final.probabilityOf(id), counts[id]!),
    })),
    rest:
      others.length === 0
        ? null
        : against(
            Math.min(1, sum(others.map((id) => passage.final.probabilityOf(id)))),
            sum(others.map((id) => counts[id]!)),
          ),
    chiSquare: chiSquare(
      order.map((id) => ({ expected: lane.draws * passage.final.probabilityOf(id), count: counts[id]! })),
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

function viewsOf({ chain, passage, order, tokens, shown }: DrawnLane): StepView[] {
  const isGreedy = chain.search.definition.id === 'greedy'
  const uses = [...chain.steps, ...(isGreedy || chain.steps.length === 0 ? [chain.search] : [])]
  return uses.map((use, index) => {
    const before = passage.stages[index - 1] ?? passage.raw
    const after = passage.stages[index] ?? passage.raw
    const places = placesOf(order, before, after, use.definition.id)
    const slots = slotsOf(places.length, shown)
    const stage = { use, raw: passage.raw, before, after, places, slots, tokens }
    return {
      step: use.notation,
      title: use.definition.title,
      sentence: sentenceOf(stage),
      isOff: use.definition.kind === 'step' && isNeutral({ ...use, definition: use.definition }),
      kept: after.size,
      size: order.length,
      words: places.slice(0, slots.singles).map((id) => drawnWord(id, tokens[id]!, before, after)),
      folds: slots.folds.map((fold) => foldOf(fold, places, before, after)),
      cut: cutOf(stage),
    }
  })
}

/** Ids in the order a step looks at them; what was gone before it comes last. */
function placesOf(order: readonly number[], before: Distribution, after: Distribution, id: string): number[] {
  const entropy = id === 'typical' ? before.entropy() : undefined
  // A step that reshapes leaves an order of its own; the bars stay where they were, so that they compare.
  const ranking =
    entropy === undefined
      ? undefined
      : before.rankedBy((one) => -Math.abs(-before.logProbabilityOf(one) - entropy))
  const present = Array.from({ length: before.size }, (_, rank) => ranking?.at(rank) ?? before.id(rank))
  return [...present, ...order.filter((one) => !before.includes(one) && !after.includes(one))]
}

const FOLDS = 20

/** The first places stand alone; the rest is folded into stretches of about equal length. */
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
  places: readonly number[],
  before: Distribution,
  after: Distribution,
): Fold {
  const fold = { from, to, before: 0, after: 0, kept: 0 }
  for (let place = from; place < to; place++) {
    const id = places[place]!
    fold.before += before.probabilityOf(id)
    fold.after += after.probabilityOf(id)
    if (after.includes(id)) fold.kept++
  }
  return fold
}
