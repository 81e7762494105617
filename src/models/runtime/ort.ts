import { Tensor } from '@xenova/transformers'

/** The part of ONNX Runtime's tensor that is used here. */
export interface OrtTensor {
  readonly type: string
  readonly dims: readonly number[]
  readonly data: unknown
  dispose(): void
}

/** The part of ONNX Runtime's session that is used here; transformers.js loads and owns it. */
export interface OrtSession {
  readonly inputNames: readonly string[]
  readonly outputNames: readonly string[]
  readonly inputMetadata: readonly { name: string; type: string; shape: readonly (number | string)[] }[]
  run(feeds: Record<string, OrtTensor>, outputs: readonly string[]): Promise<Record<string, OrtTensor>>
}

type TensorData = { int64: BigInt64Array; bool: Uint8Array; float32: Float32Array; float16: Uint16Array }

export function ortTensor<Type extends keyof TensorData>(
  type: Type,
  data: TensorData[Type],
  dims: readonly number[],
): OrtTensor {
  // transformers.js wraps ONNX Runtime's tensor; a session wants the wrapped one.
  return (new Tensor(type, data, [...dims]) as unknown as { ort_tensor: OrtTensor }).ort_tensor
}

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
