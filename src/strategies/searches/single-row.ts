import { type Decoder, type StepTrace, stopAfter } from '../../decoding/decoder.ts'
import { Distribution, DistributionError } from '../../sampling/distribution.ts'
import type { SearchSetup } from '../chain/definition.ts'
import { createPipeline } from '../chain/pipeline.ts'
import { traceStep } from '../chain/trace.ts'

/** Picks one token of a distribution; `u` is the number it was drawn with, null where nothing was drawn. */
export type Pick = (
  final: Distribution,
  step: number,
) => { readonly token: number; readonly u: number | null }

/**
 * The decoder of every search that keeps one hypothesis: chain, pick, append, stop. Given tokens are taken as they are;
 * their steps are recorded like the rest, with no `u` where the search would have chosen another.
 */
export function singleRowDecoder(setup: SearchSetup, pick: Pick): Decoder {
  const { limits, streams, forcedTokens = [] } = setup
  const pipeline = createPipeline(setup.steps)
  const history = [...setup.prompt]
  const tokens: number[] = []
  const steps: StepTrace[] = []
  let state = pipeline.init(setup.model.vocabularySize)
  return ([row]) => {
    const step = tokens.length
    const context = { history, promptLength: setup.prompt.length, step, streams, amateurs: row!.amateurs }
    try {
      const chainTrace = pipeline.run(Distribution.fromLogits(row!.logits), state, context)
      const own = pick(chainTrace.final, step)
      const token = forcedTokens[step] ?? own.token
      // A token that the chain removed has no probability after it: what learns goes by the model's.
      state = pipeline.learn(
        state,
        token,
        chainTrace.final.includes(token) ? chainTrace.final : chainTrace.raw,
      )
      tokens.push(token)
      history.push(token)
      const candidates = step < forcedTokens.length ? 0 : setup.traceCandidates
      const request = { steps: setup.steps, candidates, detail: setup.traceDetail }
      steps.push(traceStep(chainTrace, token, token === own.token ? own.u : null, request))
      const stop = stopAfter(token, tokens.length, limits)
      return stop ? { tokens, steps, stop } : { tokens, steps, children: [{ parent: 0, token }] }
    } catch (error) {
      if (!(error instanceof DistributionError)) throw error
      return { tokens, steps, stop: 'error', message: `At token ${step + 1}: ${error.message}` }
    }
  }
}
