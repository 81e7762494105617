import type { Distribution } from '../sampling/distribution.ts'
import { draw } from '../sampling/draw.ts'
import { randomStreams } from '../sampling/random.ts'
import type { Chain } from '../strategies/chain.ts'
import { createPipeline, type Passage } from '../strategies/pipeline.ts'
import { drawLane, type LaneDrawing } from './lab-drawing.ts'
import type { LabRequest } from './lab-request.ts'
import type { LaneRequest } from './lane.ts'

interface LabCandidate {
  readonly id: number
  readonly token: string
  /** As given. */
  readonly logit: number
  /** Softmax of the given logits. */
  readonly raw: number
  /** After the chain; 0 when removed. */
  readonly probability: number
  readonly kept: boolean
  /** Notation of the step that removed it; null when kept, or impossible from the start. */
  readonly removedBy: string | null
}

export interface LabLane {
  /** As it was written. */
  readonly lane: string
  /** Tokens left after each step. */
  readonly steps: readonly { readonly step: string; readonly kept: number }[]
  /** In rank order of the given logits: all of them, or the first `shown`. */
  readonly candidates: readonly LabCandidate[]
  /** Raw probability of what was kept. */
  readonly mass: number
  /** Of the distribution after the chain, in nats. */
  readonly entropy: number
  /** Token ids in the order drawn. */
  readonly draws: readonly number[]
  /** Times each token was drawn, by token id. */
  readonly counts: readonly number[]
  /** Where `shown` was asked for. */
  readonly drawing?: LaneDrawing
  /** Where `shown` was asked for and the lane cannot be run; everything else is then empty. */
  readonly error?: { readonly code: string; readonly message: string }
}

/**
 * One lane of the lab.
 * @throws DistributionError naming the step that left no token
 */
export function labLane({ lane, chain }: LaneRequest, raw: Distribution, request: LabRequest): LabLane {
  const { tokens, logits, shown } = request
  const passageAt = passages(chain, raw, request)
  const passage = passageAt(0)
  const isRandom = chain.steps.some(({ definition }) => definition.isRandom)
  const uniform = randomStreams(request.seed, 0)('draw')
  const draws = Array.from({ length: request.draws }, (_, step) =>
    draw(isRandom ? passageAt(step).final : passage.final, uniform(step)),
  )
  const counts = new Array<number>(logits.length).fill(0)
  for (const id of draws) counts[id]! += 1
  const steps = usesOf(chain)
  const order = rankedIds(raw)
  return {
    lane,
    steps: passage.stages.map((stage, index) => ({ step: steps[index]!.notation, kept: stage.size })),
    candidates: order.slice(0, shown ?? order.length).map((id) => {
      const kept = passage.final.includes(id)
      const index = passage.stages.findIndex((stage) => !stage.includes(id))
      return {
        id,
        token: tokens[id]!,
        logit: logits[id]!,
        raw: raw.probabilityOf(id),
        probability: passage.final.probabilityOf(id),
        kept,
        removedBy: kept || !raw.includes(id) ? null : steps[index]!.notation,
      }
    }),
    mass: raw.massOf(passage.final),
    entropy: passage.final.entropy(),
    draws,
    counts,
    ...(shown !== undefined && {
      drawing: drawLane({ chain, passage, order, tokens, shown, counts, isRandom, draws: draws.length }),
    }),
  }
}

/** What happens to the distribution at each draw; only a step with a chance of its own makes them differ. */
function passages(chain: Chain, raw: Distribution, { history, seed }: LabRequest): (step: number) => Passage {
  const pipeline = createPipeline(chain.steps)
  const state = pipeline.init(raw.vocabularySize)
  const streams = randomStreams(seed, 0)
  return (step) => {
    const passage = pipeline.run(raw, state, { history, promptLength: history.length, step, streams })
    if (chain.search.definition.id !== 'greedy') return passage
    const final = passage.final.head(1)
    return { ...passage, stages: [...passage.stages, final], final }
  }
}

/** The steps, and greedy as the last of them where it ends the chain. */
const usesOf = ({ steps, search }: Chain) => (search.definition.id === 'greedy' ? [...steps, search] : steps)

/** Every id: candidates by rank, then those that cannot be chosen, ascending. */
function rankedIds(raw: Distribution): number[] {
  const ranked = Array.from({ length: raw.size }, (_, rank) => raw.id(rank))
  const impossible = Array.from({ length: raw.vocabularySize }, (_, id) => id).filter(
    (id) => !raw.includes(id),
  )
  return [...ranked, ...impossible]
}
