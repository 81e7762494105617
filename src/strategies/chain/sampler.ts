import type { Distribution } from '../../sampling/distribution.ts'
import type { RandomStreams } from '../../sampling/random.ts'
import type { StepUse } from './definition.ts'
import { type ChainTrace, createPipeline, type PipelineState } from './pipeline.ts'

interface SamplerSetup {
  readonly steps: readonly StepUse[]
  readonly vocabularySize: number
  /** Token ids before the text. */
  readonly prompt: readonly number[]
  readonly streams: RandomStreams
}

/**
 * A chain's steps at work on one growing text: its history, its random streams and the steps' memory go
 * along.
 */
export interface Sampler {
  /** Prompt and text, oldest first. */
  readonly history: readonly number[]
  /** Tokens of the text. */
  readonly length: number
  /** The memory each step has now. */
  readonly state: PipelineState
  /** Whether any step has a memory. */
  readonly hasMemory: boolean
  /**
   * What the chain does to the model's distribution after the text.
   * @param amateurs logits of the steps' amateurs after the same text, in the order of the steps
   * @param step index of the token to choose, for the random streams; the text's length unless the lab asks
   * for another
   * @throws DistributionError naming the step that left no token
   */
  apply(raw: Distribution, amateurs?: readonly ArrayLike<number>[], step?: number): ChainTrace
  /**
   * Appends a token; steps that learn learn from it. A token that the chain removed has no probability after
   * it: then the model's counts.
   * @param chainTrace of the distribution it was chosen from; may be absent where no step has a memory
   */
  accept(token: number, chainTrace?: ChainTrace): void
  /**
   * Takes tokens back until the text has `length` of them, and the steps know no more than they knew then.
   */
  takeBack(length: number): void
}

/** The one place where a chain runs along a text. Beam search, whose texts fork, runs its pipeline itself. */
export function createSampler({ steps, vocabularySize, prompt, streams }: SamplerSetup): Sampler {
  const pipeline = createPipeline(steps)
  const history = [...prompt]
  let state = pipeline.init(vocabularySize)
  /** Before each token. */
  const states: PipelineState[] = []
  const hasMemory = state.some((memory) => memory !== undefined)
  return {
    history,
    hasMemory,
    get length() {
      return history.length - prompt.length
    },
    get state() {
      return state
    },
    apply: (raw, amateurs, step = history.length - prompt.length) =>
      pipeline.run(raw, state, { history, promptLength: prompt.length, step, streams, amateurs }),
    accept(token, chainTrace) {
      if (hasMemory) states.push(state)
      if (chainTrace) {
        const { final, raw } = chainTrace
        state = pipeline.learn(state, token, chainTrace, final.includes(token) ? final : raw)
      }
      history.push(token)
    },
    takeBack(length) {
      history.length = prompt.length + length
      state = states[length] ?? state
      if (hasMemory) states.length = length
    },
  }
}
