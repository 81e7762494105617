import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import { readConfiguration } from '../../configuration.ts'

/** Version of ONNX Runtime, read without loading it. */
export function runtimeVersion(): string {
  const transformers = createRequire(import.meta.url).resolve('@xenova/transformers')
  const { version } = createRequire(transformers)('onnxruntime-node/package.json') as { version: string }
  return version
}

/** Model of the processor, and what models run on where that is something else. */
export function processorName(): string {
  const { device } = readConfiguration()
  const name = cpus()[0]?.model.trim() ?? 'unknown'
  return device === 'cpu' ? name : `${name}, ${device}`
}

/** What decides how a graph rounds: kernels are chosen by processor, and change with ONNX Runtime. */
export const kernels = (): string =>
  `ONNX Runtime ${runtimeVersion()}, ${process.platform} ${process.arch}, ${processorName()}`
