import type { TextRecord } from '../../metrics/definition.ts'
import { measureSet, measureText } from '../../metrics/registry.ts'
import type { Metrics } from '../../runs/run/events.ts'
import type { ComputeTask } from './task.ts'

/** Every metric of one text; the input is the engine's own. */
export const measureTextTask: ComputeTask<Metrics> = (record) => measureText(record as TextRecord)

/** Every metric of a set of texts; the input is the engine's own. */
export const measureSetTask: ComputeTask<Metrics> = (records) => measureSet(records as readonly TextRecord[])
