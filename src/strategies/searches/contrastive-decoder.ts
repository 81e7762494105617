import { type Decoder, type DecoderOutput, type StepTrace, stopAfter } from '../../decoding/decoder.ts'
import type { Row } from '../../decoding/model.ts'
import { Distribution, DistributionError } from '../../sampling/distribution.ts'
import type { SearchSetup } from '../chain/definition.ts'
import type { ChainTrace } from '../chain/pipeline.ts'
import { createSampler } from '../chain/sampler.ts'
import { traceStep } from '../chain/trace.ts'
import {
  type ContrastiveChoice,
  type ContrastiveRecord,
  type Direction,
  directionOf,
  scoreCandidate,
} from './contrastive-score.ts'

/** Candidates whose forward is under way: the next step's rows are theirs. */
interface LookAhead {
  readonly chainTrace: ChainTrace
  readonly tokens: readonly number[]
}

/**
 * The decoder of contrastive search. Each token costs one forward of k rows, all children of the last winner;
 * which of them wins is known on the next step, from their hidden states. So the text runs a step behind, and
 * the last token needs its look-ahead as well.
 */
export function contrastiveDecoder(setup: SearchSetup, k: number, alpha: number): Decoder {
  const { limits, streams, prompt } = setup
  const { vocabularySize } = setup.model
  const sampler = createSampler({ steps: setup.steps, vocabularySize, prompt, streams })
  const request = {
    steps: setup.steps,
    candidates: setup.traceCandidates,
    detail: setup.traceDetail,
    nucleus: setup.traceNucleus,
  }
  const tokens: number[] = []
  const steps: StepTrace[] = []
  const record: ContrastiveChoice[][] = []
  const context: Direction[] = []
  let pending: LookAhead | undefined

  /** Appends the winner of the candidates whose rows these are; returns its row. */
  function choose(rows: readonly Row[], { chainTrace, tokens: candidates }: LookAhead): number {
    const directions = rows.map((row) => directionOf(row.hidden!.at(-1)!))
    const choices = candidates.map((token, i) =>
      scoreCandidate(token, chainTrace.final.probabilityOf(token), directions[i]!, context, alpha),
    )
    const winner = indexOfHighest(choices.map((choice) => choice.score))
    const token = candidates[winner]!
    sampler.accept(token, chainTrace)
    tokens.push(token)
    steps.push(traceStep(chainTrace, token, null, request))
    context.push(directions[winner]!)
    record.push(choices)
    return winner
  }

  function shown(): Pick<DecoderOutput, 'tokens' | 'steps' | 'search'> {
    const search: ContrastiveRecord = { kind: 'contrastive', steps: [...record] }
    return { tokens, steps, ...(setup.traceCandidates > 0 && { search }) }
  }

  function advance(rows: readonly Row[]): DecoderOutput {
    let parent = 0
    if (pending) parent = choose(rows, pending)
    else context.push(...rows[0]!.hidden!.map(directionOf))
    const stop = pending && stopAfter(tokens, limits)
    if (stop) return { ...shown(), stop }
    const { logits, amateurs } = rows[parent]!
    const chainTrace = sampler.apply(Distribution.fromLogits(logits), amateurs)
    const count = Math.min(k, chainTrace.final.size)
    const candidates = Array.from({ length: count }, (_, rank) => chainTrace.final.id(rank))
    pending = { chainTrace, tokens: candidates }
    return { ...shown(), children: candidates.map((token) => ({ parent, token })) }
  }

  return (rows) => {
    try {
      return advance(rows)
    } catch (error) {
      if (!(error instanceof DistributionError)) throw error
      return { ...shown(), stop: 'error', message: error.at(tokens.length + 1) }
    }
  }
}

/** The first of several equals: the likeliest candidate. */
function indexOfHighest(scores: readonly number[]): number {
  const index = scores.indexOf(Math.max(...scores))
  if (index < 0) throw new DistributionError('expected hidden states of finite numbers')
  return index
}
