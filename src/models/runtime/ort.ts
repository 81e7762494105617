import { InferenceSession, Tensor } from 'onnxruntime-node'
import { toFloat32 } from './float16.ts'

/** The part of ONNX Runtime's tensor that is used here. */
export interface OrtTensor {
  readonly type: string
  readonly dims: readonly number[]
  readonly data: unknown
  dispose(): void
}

/** The part of ONNX Runtime's session that is used here. */
export interface OrtSession {
  readonly inputNames: readonly string[]
  readonly outputNames: readonly string[]
  readonly inputMetadata: readonly TensorFacts[]
  readonly outputMetadata: readonly TensorFacts[]
  /**
   * @param outputs names of the outputs to make, or for each the tensor to write it into (null for a new one)
   */
  run(
    feeds: Readonly<Record<string, OrtTensor>>,
    outputs: readonly string[] | Readonly<Record<string, OrtTensor | null>>,
  ): Promise<Record<string, OrtTensor>>
  release(): Promise<void>
}

interface TensorFacts {
  readonly name: string
  readonly type: string
  /** Sizes, or the names of those that vary. */
  readonly shape: readonly (number | string)[]
}

/**
 * Threads that wait for work sleep instead of turning in circles: between two forward passes we choose
 * tokens, and a browser on the same machine draws them. The same speed on an idle machine, a third less
 * processor time.
 */
export const SESSION_OPTIONS = {
  // What goes wrong is thrown; it need not be on the terminal too.
  logSeverityLevel: 4 as const,
  extra: { session: { intra_op: { allow_spinning: '0' } } },
}

/** A session of our own on the bytes of an ONNX file. */
export const openSession = async (file: Uint8Array, options: object = {}): Promise<OrtSession> =>
  (await InferenceSession.create(file, { ...SESSION_OPTIONS, ...options })) as unknown as OrtSession

type TensorData = { int64: BigInt64Array; bool: Uint8Array; float32: Float32Array; float16: Uint16Array }

export const ortTensor = <Type extends keyof TensorData>(
  type: Type,
  data: TensorData[Type],
  dims: readonly number[],
): OrtTensor => withHalvesAsBits(new Tensor(type, data as Float32Array, dims))

/** Runs a session; half floats come as their bits. */
export async function runSession(
  session: OrtSession,
  feeds: Record<string, OrtTensor>,
  wanted: readonly string[],
): Promise<Record<string, OrtTensor>> {
  const outputs = await session.run(feeds, wanted)
  for (const tensor of Object.values(outputs)) withHalvesAsBits(tensor)
  return outputs
}

/**
 * Where JavaScript has a Float16Array (Node 24), ONNX Runtime's tensors turn half floats into one, which its
 * own sessions do not take. A Uint16Array of the bits is taken everywhere.
 */
function withHalvesAsBits(tensor: OrtTensor): OrtTensor {
  const { data, type } = tensor
  if (type === 'float16' && !(data instanceof Uint16Array)) {
    const { buffer, byteOffset, length } = data as { buffer: ArrayBuffer; byteOffset: number; length: number }
    Object.assign(tensor, { cpuData: new Uint16Array(buffer, byteOffset, length) })
  }
  return tensor
}

/** A float output of shape [rows, positions, width] as float32: row by row, position by position. */
export function positionsOf(tensor: OrtTensor): Float32Array[][] {
  const data = asFloat32(tensor)
  const [rows, positions, width] = tensor.dims as [number, number, number]
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: positions }, (_, position) => {
      const start = (row * positions + position) * width
      return data.subarray(start, start + width)
    }),
  )
}

function asFloat32({ data, type }: OrtTensor): Float32Array {
  if (data instanceof Float32Array) return data
  if (type === 'float16' && data instanceof Uint16Array) return toFloat32(data)
  throw new Error(`expected an output of float32 or float16, got ${type}`)
}
