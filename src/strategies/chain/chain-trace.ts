import type { Decoder } from '../../decoding/decoder.ts'
import type { ModelInfo, Row } from '../../decoding/model.ts'
import { Distribution } from '../../sampling/distribution.ts'
import type { RandomStreams } from '../../sampling/random.ts'
import type { StepUse } from './definition.ts'
import { type ChainTrace, createPipeline, type PipelineState } from './pipeline.ts'

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
 * Follows a lane through a text it wrote and looks at what its chain does after it: steps that learn have learnt from
 * every token, as when the lane ran. The decoder stops there.
 */
export function traceChain({ steps, model, prompt, streams, text }: Watch) {
  const pipeline = createPipeline(steps)
  const history = [...prompt]
  let state = pipeline.init(model.vocabularySize)
  let seen: TracedStep | undefined
  const remembers = state.some((memory) => memory !== undefined)
  const run = (row: Row, step: number): ChainTrace =>
    pipeline.run(Distribution.fromLogits(row.logits), state, {
      history,
      promptLength: prompt.length,
      step,
      streams,
      amateurs: row.amateurs,
    })
  const decoder: Decoder = (rows) => {
    const row = rows[0]!
    const step = history.length - prompt.length
    const token = text[step]
    const chainTrace = remembers || token === undefined ? run(row, step) : undefined
    if (token === undefined) {
      seen = { chainTrace: chainTrace!, state }
      return { tokens: text, steps: [], stop: 'stopped' }
    }
    if (chainTrace) state = pipeline.learn(state, token, learntFrom(chainTrace, token))
    history.push(token)
    return { tokens: text, steps: [], children: [{ parent: 0, token }] }
  }
  return {
    decoder,
    step: (): TracedStep => seen!,
  }
}

/** A token that a person put there may be one that the chain removed: then the model's own probability counts. */
const learntFrom = ({ final, raw }: ChainTrace, token: number): Distribution =>
  final.includes(token) ? final : raw
