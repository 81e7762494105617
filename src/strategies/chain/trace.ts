import type { StepTrace, TraceCandidate } from '../../decoding/decoder.ts'
import type { DetailRequest } from '../../decoding/step-detail.ts'
import { nucleusSize } from '../../sampling/nucleus-size.ts'
import type { SearchUse, StepUse } from './definition.ts'
import type { ChainTrace } from './pipeline.ts'
import { stepDetail } from './step-detail.ts'

export interface TraceRequest {
  /** What made each stage, in order. */
  readonly steps: readonly (StepUse | SearchUse)[]
  /** How many of the model's most likely tokens to list; 0 for none. */
  readonly candidates: number
  readonly detail?: DetailRequest | undefined
  /** Whether to count the tokens of the nucleus of 0.9 of the model's own distribution. */
  readonly nucleus?: boolean | undefined
}

const NUCLEUS = 0.9

/** What is recorded about choosing `token` after the chain. */
export function traceStep(
  chainTrace: ChainTrace,
  token: number,
  u: number | null,
  request: TraceRequest,
): StepTrace {
  const { raw, final } = chainTrace
  const trace: StepTrace = {
    token,
    logprob: raw.logProbabilityOf(token),
    rank: raw.rankOf(token) + 1,
    entropy: raw.entropy(),
    kept: final.size,
    keptMass: raw.massOf(final),
    u,
    ...(request.nucleus && { nucleus: nucleusSize(raw, NUCLEUS) }),
    ...(request.detail && { detail: stepDetail(chainTrace, token, request.detail) }),
  }
  if (request.candidates === 0) return trace
  return {
    ...trace,
    candidates: candidatesOf(chainTrace, request),
    stages: chainTrace.stages.map((stage, index) => ({
      step: request.steps[index]!.notation,
      kept: stage.size,
      mass: raw.massOf(stage),
    })),
  }
}

function candidatesOf(chainTrace: ChainTrace, request: TraceRequest): TraceCandidate[] {
  const { raw, final } = chainTrace
  const count = Math.min(request.candidates, raw.size)
  const candidates: TraceCandidate[] = []
  for (let rank = 0; rank < count; rank++) {
    const id = raw.id(rank)
    const removedBy = removingStep(chainTrace, request.steps, id)
    const own = { id, raw: raw.probability(rank), probability: final.probabilityOf(id) }
    candidates.push(removedBy === undefined ? own : Object.assign(own, { removedBy }))
  }
  return candidates
}

/** Notation of the first step after which `id` is gone. */
export function removingStep(
  { stages }: ChainTrace,
  steps: readonly Pick<StepUse, 'notation'>[],
  id: number,
): string | undefined {
  const index = stages.findIndex((stage) => !stage.includes(id))
  return index < 0 ? undefined : steps[index]!.notation
}
