import { InferenceSession, Tensor } from 'onnxruntime-node'

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
  /** @param outputs names of the outputs to make, or for each the tensor to write it into (null for a new one) */
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
 * Threads that wait for work sleep instead of turning in circles: between two forward passes we choose tokens, and a
 * browser on the same machine draws them. The same speed on an idle machine, a third less processor time.
 */
export const SESSION_OPTIONS = {
  logSeverityLevel: 3 as const,
  extra: { session: { intra_op: { allow_spinning: '0' } } },
}

/** A session of our own on the bytes of an ONNX file. */
export const openSession = async (file: Uint8Array): Promise<OrtSession> =>
  (await InferenceSession.create(file, SESSION_OPTIONS)) as unknown as OrtSession

type TensorData = {
  int64: BigInt64Array
  bool: Uint8Array
  float32: Float32Array
  float16: Uint16Array
}

export const ortTensor = <Type extends keyof TensorData>(
  type: Type,
  data: TensorData[Type],
  dims: readonly number[],
): OrtTensor => new Tensor(type, data as Float32Array, dims)

/** A float32 output of shape [rows, positions, width] as views: row by row, position by position. */
export function positionsOf(tensor: OrtTensor): Float32Array[][] {
  const { data, dims } = tensor
  if (!(data instanceof Float32Array)) throw new Error(`expected a float32 output, got ${tensor.type}`)
  const [rows, positions, width] = dims as [number, number, number]
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: positions }, (_, position) => {
      const start = (row * positions + position) * width
      return data.subarray(start, start + width)
    }),
  )
}
