import { type StepTrace, stopAfter } from '../../../decoding/decoder.ts'
import type { Row } from '../../../decoding/model.ts'
import { Distribution } from '../../../sampling/distribution.ts'
import { draw } from '../../../sampling/draw.ts'
import { powered } from '../../../sampling/power.ts'
import type { SearchSetup } from '../../chain/definition.ts'
import { createPipeline, type PipelineState } from '../../chain/pipeline.ts'
import { traceStep } from '../../chain/trace.ts'

/** A text as power sampling holds it; a value. */
export interface PowerText {
  readonly tokens: readonly number[]
  readonly steps: readonly StepTrace[]
  /** ln Σ P(v)^α before each token. */
  readonly logSums: readonly number[]
  /** What the steps of the chain remember before each token, and after the last. */
  readonly states: readonly PipelineState[]
}

/** Writes texts token by token, each drawn from P(v)^α, with P what the chain leaves. */
export function createPowerWriter(setup: SearchSetup, alpha: number) {
  const { prompt, streams, limits } = setup
  const pipeline = createPipeline(setup.steps)
  const request = {
    steps: setup.steps,
    candidates: setup.traceCandidates,
    detail: setup.traceDetail,
    nucleus: setup.traceNucleus,
  }
  const empty: PowerText = {
    tokens: [],
    steps: [],
    logSums: [],
    states: [pipeline.init(setup.model.vocabularySize)],
  }
  return {
    empty,
    /** Whether a text has ended, or has as many tokens as it may. */
    isWhole: ({ tokens }: PowerText, limit: number): boolean =>
      tokens.length >= limit ||
      (tokens.length > 0 && ['end-of-text', 'stop-text'].includes(stopAfter(tokens, limits) ?? '')),
    /**
     * The text with a token drawn after it.
     * @param row the logits after the text
     * @param u in [0, 1)
     */
    write(text: PowerText, { logits, amateurs }: Row, u: number): PowerText {
      const step = text.tokens.length
      const state = text.states[step]!
      const history = [...prompt, ...text.tokens]
      const input = { history, promptLength: prompt.length, step, streams, amateurs }
      const chainTrace = pipeline.run(Distribution.fromLogits(logits), state, input)
      const { distribution, logSum } = powered(chainTrace.final, alpha)
      const token = draw(distribution, u)
      const next = {
        tokens: [...text.tokens, token],
        steps: [...text.steps, traceStep(chainTrace, token, u, request)],
        logSums: [...text.logSums, logSum],
        states: [...text.states, pipeline.learn(state, token, chainTrace, distribution)],
      }
      for (const used of [chainTrace.raw, ...chainTrace.stages, distribution]) used.recycle()
      return next
    },
  }
}

/** The first `length` tokens of a text. */
export const beginningOf = ({ tokens, steps, logSums, states }: PowerText, length: number): PowerText => ({
  tokens: tokens.slice(0, length),
  steps: steps.slice(0, length),
  logSums: logSums.slice(0, length),
  states: states.slice(0, length + 1),
})

/**
 * Natural log of the ratio at which a new end is accepted: with proposals drawn by P(v)^α the powers
 * themselves cancel, and what is left are the sums they were renormalised by, and how likely `at` is picked
 * in each text. Metropolis-Hastings on suffixes, arXiv 2510.14901, equation 9.
 */
export function logRatio(before: PowerText, after: PowerText, at: number): number {
  const sum = ({ logSums }: PowerText) => logSums.slice(at).reduce((total, one) => total + one, 0)
  return sum(after) - sum(before) + Math.log(before.tokens.length / after.tokens.length)
}
