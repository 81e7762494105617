import { type Decoder, type StepTrace, stopAfter } from '../../decoding/decoder.ts'
import { Distribution, DistributionError } from '../../sampling/distribution.ts'
import type { SearchSetup } from '../chain/definition.ts'
import type { ChainTrace } from '../chain/pipeline.ts'
import { createSampler } from '../chain/sampler.ts'
import { traceStep } from '../chain/trace.ts'

/** Picks one token of a distribution; `u` is the number it was drawn with, null where nothing was drawn. */
export type Pick = (
  final: Distribution,
  step: number,
) => { readonly token: number; readonly u: number | null }

/** The distributions of a step end with it: what the trace keeps of them are numbers. */
function recycle({ raw, stages }: ChainTrace): void {
  raw.recycle()
  for (const stage of stages) stage.recycle()
}

/**
 * The decoder of every search that keeps one hypothesis: chain, pick, append, stop. Forced tokens are taken
 * as they are; their steps are recorded like the rest, with no `u` where the search would have chosen
 * another.
 */
export function singleRowDecoder(setup: SearchSetup, pick: Pick): Decoder {
  const { limits, streams, forcedTokens = [] } = setup
  const { vocabularySize } = setup.model
  const sampler = createSampler({ steps: setup.steps, vocabularySize, prompt: setup.prompt, streams })
  const tokens: number[] = []
  const steps: StepTrace[] = []
  const request = {
    steps: setup.steps,
    candidates: setup.traceCandidates,
    detail: setup.traceDetail,
    nucleus: setup.traceNucleus,
  }
  const forced = { ...request, candidates: 0 }
  return ([row]) => {
    const step = tokens.length
    try {
      const chainTrace = sampler.apply(Distribution.fromLogits(row!.logits), row!.amateurs)
      const own = pick(chainTrace.final, step)
      const token = forcedTokens[step] ?? own.token
      sampler.accept(token, chainTrace)
      tokens.push(token)
      const wanted = step < forcedTokens.length ? forced : request
      steps.push(traceStep(chainTrace, token, token === own.token ? own.u : null, wanted))
      recycle(chainTrace)
      const stop = stopAfter(tokens, limits)
      return stop ? { tokens, steps, stop } : { tokens, steps, children: [{ parent: 0, token }] }
    } catch (error) {
      if (!(error instanceof DistributionError)) throw error
      return { tokens, steps, stop: 'error', message: error.at(step + 1) }
    }
  }
}
