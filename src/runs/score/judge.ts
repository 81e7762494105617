import type { LanguageModel } from '../../decoding/model.ts'
import { Distribution } from '../../sampling/distribution.ts'
import { randomStreams } from '../../sampling/random.ts'
import { createSampler } from '../../strategies/chain/sampler.ts'
import { cutsOf, withSearch } from '../../strategies/chain/search-part.ts'
import { removingStep, traceStep } from '../../strategies/chain/trace.ts'
import { describeToken } from '../run/record.ts'
import type { ScoreRequest } from './request.ts'

/** One token of a scored text. Natural logs, nats; ranks count from 1. */
export interface ScoredToken {
  readonly token: number
  /** What the token added to the text. */
  readonly text: string
  readonly logprob: number
  readonly rank: number
  readonly entropy: number
  /** Whether the chain would have kept it. */
  readonly kept: boolean
  /** Notation of the step that would have removed it. */
  readonly removedBy?: string
  /** Tokens the chain left, and their probability under the model. */
  readonly keptCount: number
  readonly keptMass: number
  /** Tokens in the nucleus of 0.9 of the model's own distribution; on request. */
  readonly nucleus?: number
  /** Its bytes, in hexadecimal, where it holds only a part of a character. */
  readonly bytes?: string
  /** How it is called, where it is special and adds no text. */
  readonly name?: string
}

/** Judges a text's tokens in order: the chain's memory goes along. */
export function createJudge(
  model: LanguageModel,
  { lane: { chain }, seed, nucleus }: Pick<ScoreRequest, 'lane' | 'seed' | 'nucleus'>,
  prompt: readonly number[],
) {
  const cuts = cutsOf(chain)
  const { vocabularySize } = model.info
  const sampler = createSampler({
    steps: chain.steps,
    vocabularySize,
    prompt,
    streams: randomStreams(seed, 0),
  })
  return (logits: Float32Array, tokens: readonly number[], index: number, text: string): ScoredToken => {
    const token = tokens[index]!
    // A text whose first token nothing is read before is scored from its second on.
    while (sampler.length < index) sampler.accept(tokens[sampler.length]!)
    const chainTrace = withSearch(chain, sampler.apply(Distribution.fromLogits(logits)))
    sampler.accept(token, chainTrace)
    const trace = traceStep(chainTrace, token, null, { steps: cuts, candidates: 0, nucleus })
    const removedBy = removingStep(chainTrace, cuts, token)
    return {
      ...describeToken(model, token, text),
      logprob: trace.logprob,
      rank: trace.rank,
      entropy: trace.entropy,
      kept: removedBy === undefined,
      ...(removedBy !== undefined && { removedBy }),
      keptCount: trace.kept,
      keptMass: trace.keptMass,
      ...(trace.nucleus !== undefined && { nucleus: trace.nucleus }),
    }
  }
}
