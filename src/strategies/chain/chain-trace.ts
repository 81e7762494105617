import type { Decoder } from '../../decoding/decoder.ts'
import type { ModelInfo } from '../../decoding/model.ts'
import { Distribution } from '../../sampling/distribution.ts'
import type { RandomStreams } from '../../sampling/random.ts'
import type { StepUse } from './definition.ts'
import type { ChainTrace, PipelineState } from './pipeline.ts'
import { createSampler } from './sampler.ts'

interface Watch {
  readonly steps: readonly StepUse[]
  readonly model: Pick<ModelInfo, 'vocabularySize'>
  /** Token ids before the text. */
  readonly prompt: readonly number[]
  readonly streams: RandomStreams
  /** The text; what is watched is the step that would choose the token after it. */
  readonly text: readonly number[]
}

/** A lane's chain at one step. */
export interface TracedStep {
  readonly chainTrace: ChainTrace
  /** The memory each step of the chain had before it. */
  readonly state: PipelineState
}

/**
 * Follows a lane through a text it wrote and looks at what its chain does after it: steps that learn have
 * learnt from every token, as when the lane ran. The decoder stops there.
 */
export function traceChain({ steps, model, prompt, streams, text }: Watch) {
  const sampler = createSampler({ steps, vocabularySize: model.vocabularySize, prompt, streams })
  let seen: TracedStep | undefined
  const decoder: Decoder = ([row]) => {
    const token = text[sampler.length]
    const isRun = sampler.hasMemory || token === undefined
    const chainTrace = isRun ? sampler.apply(Distribution.fromLogits(row!.logits), row!.amateurs) : undefined
    if (token === undefined) {
      seen = { chainTrace: chainTrace!, state: sampler.state }
      return { tokens: text, steps: [], stop: 'stopped' }
    }
    sampler.accept(token, chainTrace)
    return { tokens: text, steps: [], children: [{ parent: 0, token }] }
  }
  return {
    decoder,
    step: (): TracedStep => seen!,
  }
}
