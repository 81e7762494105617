import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import { readConfiguration } from '../../configuration.ts'

const TRANSFORMERS = createRequire(import.meta.url).resolve('@xenova/transformers')

const versionIn = (path: string): string => (createRequire(TRANSFORMERS)(path) as { version: string }).version

/** Version of transformers.js, read without loading it: that takes half a second of the thread. */
export const transformersVersion = (): string => versionIn('../package.json')

/** Version of ONNX Runtime, read without loading it. */
export const runtimeVersion = (): string => versionIn('onnxruntime-node/package.json')

/**
 * Instructions that kernels are chosen by, the widest first, by their names in Linux. Without VNNI sums of
 * products of 8 bits saturate, and a sampled text may part after a few tokens.
 */
const INSTRUCTIONS = [
  ['avx512_vnni', 'AVX-512 VNNI'],
  ['avx_vnni', 'AVX-VNNI'],
  ['avx512f', 'AVX-512'],
  ['avx2', 'AVX2'],
] as const

/** The widest of this machine, read once: one name or none. */
const WIDEST: readonly string[] = process.platform === 'linux' ? widestIn('/proc/cpuinfo') : []

function widestIn(file: string): string[] {
  const flags = new Set(/^flags\s*:(.*)$/m.exec(readFileSync(file, 'utf8'))?.[1]?.split(' '))
  return INSTRUCTIONS.flatMap(([flag, name]) => (flags.has(flag) ? [name] : [])).slice(0, 1)
}

/**
 * Model of the processor, its widest instructions where the system lists them (machines that are lent often
 * hide the model's number), and what models run on where that is something else.
 */
export function processorName(): string {
  const { device } = readConfiguration()
  const name = [cpus()[0]?.model.trim() ?? 'unknown', ...WIDEST].join(', ')
  return device === 'cpu' ? name : `${name}, ${device}`
}

/** What decides how a graph rounds: kernels are chosen by processor, and change with ONNX Runtime. */
export const kernels = (): string =>
  `ONNX Runtime ${runtimeVersion()}, ${process.platform} ${process.arch}, ${processorName()}`
