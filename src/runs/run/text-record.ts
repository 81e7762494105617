import type { StepTrace, StopReason } from '../../decoding/decoder.ts'
import type { TextRecord } from '../../metrics/definition.ts'

/** What metrics read of a sample. */
export function textRecord({
  tokens,
  steps,
  stop,
  text,
}: {
  readonly tokens: readonly number[]
  readonly stop: StopReason | undefined
  readonly text?: string
  readonly steps: readonly Pick<StepTrace, 'logprob' | 'entropy' | 'kept'>[]
}): TextRecord {
  return {
    tokens,
    endOfText: stop === 'end-of-text',
    ...(text !== undefined && { text }),
    logprobs: steps.map(({ logprob }) => logprob),
    entropies: steps.map(({ entropy }) => entropy),
    kept: steps.map(({ kept }) => kept),
  }
}
