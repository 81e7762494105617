import type { Distribution } from '../../sampling/distribution.ts'
import { createDrawer, draw } from '../../sampling/draw.ts'
import { randomStreams } from '../../sampling/random.ts'
import { createSampler } from '../../strategies/chain/sampler.ts'
import { cutsOf, hasChance, withSearch } from '../../strategies/chain/search-part.ts'
import { removingStep } from '../../strategies/chain/trace.ts'
import type { LaneRequest } from '../request/lane.ts'
import { drawLane, type LaneDrawing } from './drawing.ts'
import type { LabRequest } from './request.ts'

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
  /** Tokens left after each step, and after a search that keeps a part. */
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

/** Draws from one distribution that pass before the signal is asked again. */
const DRAWS_BETWEEN_CHECKS = 64

/**
 * One lane of the lab.
 * @throws DistributionError naming the step that left no token
 */
export function labLane(
  { lane, chain }: LaneRequest,
  raw: Distribution,
  request: LabRequest,
  signal?: Pick<AbortSignal, 'throwIfAborted'>,
): LabLane {
  const { tokens, logits, shown } = request
  const streams = randomStreams(request.seed, 0)
  const { vocabularySize } = raw
  const sampler = createSampler({ steps: chain.steps, vocabularySize, prompt: request.history, streams })
  const traceAt = (step: number) => withSearch(chain, sampler.apply(raw, undefined, step))
  const chainTrace = traceAt(0)
  const isRandom = hasChance(chain)
  const uniform = streams('draw')
  const drawFinal = isRandom || request.draws === 0 ? undefined : createDrawer(chainTrace.final)
  const draws = Array.from({ length: request.draws }, (_, step) => {
    if (isRandom || step % DRAWS_BETWEEN_CHECKS === 0) signal?.throwIfAborted()
    return drawFinal ? drawFinal(uniform(step)) : draw(traceAt(step).final, uniform(step))
  })
  const counts = new Array<number>(logits.length).fill(0)
  for (const id of draws) counts[id]! += 1
  const cuts = cutsOf(chain)
  const order = rankedIds(raw)
  return {
    lane,
    steps: chainTrace.stages.map((stage, index) => ({ step: cuts[index]!.notation, kept: stage.size })),
    candidates: order.slice(0, shown ?? order.length).map((id) => {
      const kept = chainTrace.final.includes(id)
      return {
        id,
        token: tokens[id]!,
        logit: logits[id]!,
        raw: raw.probabilityOf(id),
        probability: chainTrace.final.probabilityOf(id),
        kept,
        removedBy: raw.includes(id) ? (removingStep(chainTrace, cuts, id) ?? null) : null,
      }
    }),
    mass: raw.massOf(chainTrace.final),
    entropy: chainTrace.final.entropy(),
    draws,
    counts,
    ...(shown !== undefined && {
      drawing: drawLane({
        signal,
        chain,
        chainTrace,
        state: sampler.state,
        order,
        tokens,
        shown,
        counts,
        isRandom,
        draws: draws.length,
      }),
    }),
  }
}

/** Every id: candidates by rank, then those that cannot be chosen, ascending. */
function rankedIds(raw: Distribution): number[] {
  const ranked = Array.from({ length: raw.size }, (_, rank) => raw.id(rank))
  const impossible = Array.from({ length: raw.vocabularySize }, (_, id) => id).filter(
    (id) => !raw.includes(id),
  )
  return [...ranked, ...impossible]
}
