import type { LanguageModel } from '../../decoding/model.ts'
import { Distribution } from '../../sampling/distribution.ts'
import { randomStreams } from '../../sampling/random.ts'
import { createPipeline } from '../../strategies/chain/pipeline.ts'
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
  /** Its bytes, in hexadecimal, where it holds only a part of a character. */
  readonly bytes?: string
  /** How it is called, where it is special and adds no text. */
  readonly name?: string
}

/** Judges a text's tokens in order: the chain's memory goes along. */
export function createJudge(
  model: LanguageModel,
  { steps, search }: ScoreRequest['lane']['chain'],
  seed: number,
  prompt: readonly number[],
) {
  const pipeline = createPipeline(steps)
  const streams = randomStreams(seed, 0)
  const isGreedy = search.definition.id === 'greedy'
  const history = [...prompt]
  let state = pipeline.init(model.info.vocabularySize)
  return (logits: Float32Array, tokens: readonly number[], index: number, text: string): ScoredToken => {
    const token = tokens[index]!
    while (history.length < prompt.length + index) history.push(tokens[history.length - prompt.length]!)
    const context = { history, promptLength: prompt.length, step: index, streams }
    const chainTrace = pipeline.run(Distribution.fromLogits(logits), state, context)
    const { raw } = chainTrace
    const final = isGreedy ? chainTrace.final.head(1) : chainTrace.final
    state = pipeline.learn(state, token, final.includes(token) ? final : raw)
    const trace = traceStep({ ...chainTrace, final }, token, null, { steps, candidates: 0 })
    const removedBy = final.includes(token)
      ? undefined
      : (removingStep(chainTrace, steps, token) ?? search.notation)
    return {
      ...describeToken(model, token, text),
      logprob: trace.logprob,
      rank: trace.rank,
      entropy: trace.entropy,
      kept: removedBy === undefined,
      ...(removedBy !== undefined && { removedBy }),
      keptCount: trace.kept,
      keptMass: trace.keptMass,
    }
  }
}
