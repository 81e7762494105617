import { type Field, fieldsOf, leadOf, numberBytes, readNumber, textField, textOf } from './protobuf.ts'

/** Field numbers of a tensor in onnx.proto. */
const TENSOR = { dims: 1, dtype: 2, name: 8, raw: 9 }
/** The data type float32. */
export const FLOAT = 1

/** A constant of a graph. */
export interface Tensor {
  readonly name: string
  readonly dtype: number
  readonly dims: readonly number[]
  readonly raw: Uint8Array
}

export function tensorOf(bytes: Uint8Array, { value, end }: Field): Tensor {
  const fields = [...fieldsOf(bytes, value, end)]
  const one = (wanted: number) => fields.find(({ number }) => number === wanted)!
  const raw = one(TENSOR.raw)
  return {
    name: textOf(bytes, one(TENSOR.name)),
    dtype: readNumber(bytes, one(TENSOR.dtype).value).value,
    dims: fields
      .filter(({ number }) => number === TENSOR.dims)
      .map((dim) => readNumber(bytes, dim.value).value),
    raw: raw ? bytes.subarray(raw.value, raw.end) : new Uint8Array(),
  }
}

/** The fields of a tensor's message. */
export const tensorParts = ({ name, dtype, dims, raw }: Tensor): Uint8Array[] => [
  Uint8Array.from(dims.flatMap((dim) => [TENSOR.dims << 3, ...numberBytes(dim)])),
  Uint8Array.from([TENSOR.dtype << 3, ...numberBytes(dtype)]),
  ...textField(TENSOR.name, name),
  leadOf(TENSOR.raw, raw.length),
  raw,
]

/** A copy: a tensor in a file begins anywhere. */
export const floatsOf = ({ raw }: Tensor): Float32Array => new Float32Array(raw.slice().buffer)
