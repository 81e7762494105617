import type { StepTrace, StopReason } from '../decoding/decoder.ts'
import type { ModelInfo } from '../decoding/model.ts'
import type { Metrics } from './events.ts'

/** What metrics need to know of one finished sample. */
export interface SampleRecord {
  readonly lane: number
  readonly tokens: readonly number[]
  readonly steps: readonly StepTrace[]
  readonly stop: StopReason
}

export function measureSample(_record: SampleRecord, _model: ModelInfo): Metrics {
  return {}
}

export function measureLane(_records: readonly SampleRecord[], _model: ModelInfo): Metrics {
  return {}
}
