import type { Metrics } from '../../runs/run/events.ts'
import { type Measure, measureHere } from '../../runs/run/measure.ts'
import type { ComputeTask } from './task.ts'

/** Every metric of one text; the input is the engine's own. */
export const measureTextTask: ComputeTask<Metrics> = (record) =>
  measureHere.text(record as Parameters<Measure['text']>[0])

/** Every metric of a set of texts; the input is the engine's own. */
export const measureSetTask: ComputeTask<Metrics> = (records) =>
  measureHere.set(records as Parameters<Measure['set']>[0])
