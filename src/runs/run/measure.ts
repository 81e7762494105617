import type { StepTrace, StopReason } from '../../decoding/decoder.ts'
import type { TextRecord } from '../../metrics/definition.ts'
import { measureSet, measureText } from '../../metrics/registry.ts'
import type { Metrics } from './events.ts'
import { textRecord } from './text-record.ts'

/** What metrics need to know of one finished sample. */
export interface SampleRecord {
  readonly lane: number
  readonly tokens: readonly number[]
  readonly steps: readonly StepTrace[]
  readonly stop: StopReason
  readonly text: string
}

/** What measures texts: here, or elsewhere, since sets of long texts take seconds. */
export interface Measure {
  text(record: TextRecord): Metrics | Promise<Metrics>
  set(records: readonly TextRecord[]): Metrics | Promise<Metrics>
}

export const measureHere = { text: measureText, set: measureSet } satisfies Measure

/** Every metric of one sample; natural logs and nats. */
export const measureSample = (record: SampleRecord, measure: Measure) => measure.text(textRecord(record))

/** Every metric of a lane's samples together. */
export const measureLane = (records: readonly SampleRecord[], measure: Measure) =>
  measure.set(records.map(textRecord))
