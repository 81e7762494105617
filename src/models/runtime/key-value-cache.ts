import { type OrtSession, type OrtTensor, ortTensor } from './ort.ts'

/** Keys and values of every layer for every row of a batch, all rows equally long. */
export interface KeyValueCache {
  /** By the name of the graph input they feed; each of shape [rows, heads, length, width]. */
  readonly tensors: ReadonlyMap<string, OrtTensor>
  /** How many tokens a row holds. */
  readonly length: number
}

const PAST = 'past_key_values.'
const PRESENT = 'present.'

/** Names of the outputs that carry the cache on. */
export const cacheOutputs = (session: OrtSession): string[] =>
  session.outputNames.filter((name) => name.startsWith(PRESENT))

/** Whether an input of a graph is a part of this cache. */
export const isCacheInput = (name: string): boolean => name.startsWith(PAST)

/** Bytes one token of one row takes, in all layers. */
export const cacheBytesPerToken = ({ inputMetadata }: OrtSession): number =>
  inputMetadata
    .filter(({ name }) => isCacheInput(name))
    .reduce(
      (sum, { type, shape }) => sum + Number(shape[1]) * Number(shape[3]) * (type === 'float16' ? 2 : 4),
      0,
    )

/** The cache before the first token; or behind `length` tokens that are all zeros, to try a graph's limits. */
export function emptyCache(session: OrtSession, rows = 1, length = 0): KeyValueCache {
  const tensors = new Map<string, OrtTensor>()
  for (const { name, type, shape } of session.inputMetadata) {
    if (!isCacheInput(name)) continue
    const [, heads, , width] = shape
    if (typeof heads !== 'number' || typeof width !== 'number') {
      throw new Error(
        `the model does not state the size of its cache: ${name} has shape [${shape.join(', ')}]`,
      )
    }
    const dims = [rows, heads, length, width]
    const size = volume(dims)
    tensors.set(
      name,
      type === 'float16'
        ? ortTensor('float16', new Uint16Array(size), dims)
        : ortTensor('float32', new Float32Array(size), dims),
    )
  }
  return { tensors, length }
}

/** The cache a forward left in its outputs. */
export function cacheOf(outputs: Readonly<Record<string, OrtTensor>>, length: number): KeyValueCache {
  const tensors = new Map<string, OrtTensor>()
  for (const [name, tensor] of Object.entries(outputs)) {
    if (name.startsWith(PRESENT)) tensors.set(PAST + name.slice(PRESENT.length), tensor)
  }
  return { tensors, length }
}

/** The cache whose row i is row `parents[i]`; the same object where that changes nothing. */
export function gather(cache: KeyValueCache, parents: readonly number[], rows: number): KeyValueCache {
  if (parents.length === rows && parents.every((parent, row) => parent === row)) return cache
  const tensors = new Map<string, OrtTensor>()
  for (const [name, { data, dims }] of cache.tensors) {
    const shape = [parents.length, ...dims.slice(1)]
    tensors.set(
      name,
      data instanceof Uint16Array
        ? ortTensor('float16', gatherRows(data, new Uint16Array(volume(shape)), parents), shape)
        : ortTensor(
            'float32',
            gatherRows(data as Float32Array, new Float32Array(volume(shape)), parents),
            shape,
          ),
    )
  }
  return { tensors, length: cache.length }
}

const volume = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1)

function gatherRows<Data extends Float32Array | Uint16Array>(
  from: Data,
  to: Data,
  parents: readonly number[],
): Data {
  const size = to.length / parents.length
  for (const [row, parent] of parents.entries())
    to.set(from.subarray(parent * size, (parent + 1) * size), row * size)
  return to
}
