import { createRequire } from 'node:module'
import { cpus } from 'node:os'

/** Version of ONNX Runtime, read without loading it. */
export function runtimeVersion(): string {
  const transformers = createRequire(import.meta.url).resolve('@xenova/transformers')
  const { version } = createRequire(transformers)('onnxruntime-node/package.json') as { version: string }
  return version
}

/** Model of the processor. */
export const processorName = (): string => cpus()[0]?.model.trim() ?? 'unknown'

/** What decides how a graph rounds: kernels are chosen by processor, and change with ONNX Runtime. */
export const kernels = (): string =>
  `ONNX Runtime ${runtimeVersion()}, ${process.platform} ${process.arch}, ${processorName()}`
