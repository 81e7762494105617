import { cpus } from 'node:os'
import { env } from '@xenova/transformers'

/** Version of ONNX Runtime. */
export const runtimeVersion = (): string =>
  (env.backends.onnx as { versions?: { node?: string } }).versions?.node ?? 'unknown'

/** Model of the processor. */
export const processorName = (): string => cpus()[0]?.model.trim() ?? 'unknown'

/** What decides how a graph rounds: kernels are chosen by processor, and change with ONNX Runtime. */
export const kernels = (): string =>
  `ONNX Runtime ${runtimeVersion()}, ${process.platform} ${process.arch}, ${processorName()}`
