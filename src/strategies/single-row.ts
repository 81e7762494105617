import { type Decoder, type StepTrace, stopAfter } from '../decoding/decoder.ts'
import { Distribution, DistributionError } from '../sampling/distribution.ts'
import type { SearchSetup } from './definition.ts'
import { createPipeline } from './pipeline.ts'
import { traceStep } from './trace.ts'

/** Picks one token of a distribution; `u` is the number it was drawn with, null where nothing was drawn. */
export type Pick = (
  final: Distribution,
  step: number,
) => { readonly token: number; readonly u: number | null }

/** The decoder of every search that keeps one hypothesis: chain, pick, append, stop. */
export function singleRowDecoder(setup: SearchSetup, pick: Pick): Decoder {
  const { limits, streams } = setup
  const pipeline = createPipeline(setup.steps)
  const request = { steps: setup.steps, candidates: setup.traceCandidates }
  const history = [...setup.prompt]
  const tokens: number[] = []
  const steps: StepTrace[] = []
  let state = pipeline.init(setup.model.vocabularySize)
  return ([row]) => {
    const step = tokens.length
    const context = { history, promptLength: setup.prompt.length, step, streams }
    try {
      const passage = pipeline.run(Distribution.fromLogits(row!.logits), state, context)
      const { token, u } = pick(passage.final, step)
      state = pipeline.learn(state, token, passage.final)
      tokens.push(token)
      history.push(token)
      steps.push(traceStep(passage, token, u, request))
      const stop = stopAfter(token, tokens.length, limits)
      return stop ? { tokens, steps, stop } : { tokens, steps, children: [{ parent: 0, token }] }
    } catch (error) {
      if (!(error instanceof DistributionError)) throw error
      return { tokens, steps, stop: 'error', message: `At token ${step + 1}: ${error.message}` }
    }
  }
}
