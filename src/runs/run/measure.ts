import type { StepTrace, StopReason } from '../../decoding/decoder.ts'
import type { TextRecord } from '../../metrics/definition.ts'
import { measureSet, measureText } from '../../metrics/registry.ts'
import type { Metrics } from './events.ts'

/** What metrics need to know of one finished sample. */
export interface SampleRecord {
  readonly lane: number
  readonly tokens: readonly number[]
  readonly steps: readonly StepTrace[]
  readonly stop: StopReason
}

/** Every metric of one sample; natural logs and nats. */
export const measureSample = (record: SampleRecord): Metrics => measureText(textRecord(record))

/** Every metric of a lane's samples together. */
export const measureLane = (records: readonly SampleRecord[]): Metrics => measureSet(records.map(textRecord))

function textRecord({ tokens, steps, stop }: SampleRecord): TextRecord {
  return {
    tokens,
    endOfText: stop === 'end-of-text',
    logprobs: steps.map(({ logprob }) => logprob),
    entropies: steps.map(({ entropy }) => entropy),
    kept: steps.map(({ kept }) => kept),
  }
}
