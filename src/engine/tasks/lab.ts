import { type LabResult, runLab } from '../../runs/lab/lab.ts'
import type { ComputeTask } from './task.ts'

/** Chains on one distribution. */
export const labTask: ComputeTask<LabResult> = (input, signal) => runLab(input, signal)
