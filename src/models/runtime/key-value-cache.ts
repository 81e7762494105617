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

/**
 * The cache before the first token; or behind `length` tokens that are all zeros, to try a graph's limits.
 */
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

/** One row of a cache. */
interface CacheRow {
  readonly cache: KeyValueCache
  readonly row: number
}

/**
 * The cache of these rows, all equally long, in their order; the one they lie in where it holds just that.
 */
export function gatherFrom(sources: readonly CacheRow[]): KeyValueCache {
  const { cache } = sources[0]!
  if (rowsOf(cache) === sources.length && sources.every((one, row) => one.cache === cache && one.row === row))
    return cache
  const tensors = new Map<string, OrtTensor>()
  for (const [name, { data, dims }] of cache.tensors) {
    const shape = [sources.length, ...dims.slice(1)]
    const size = volume(shape.slice(1))
    const isHalf = data instanceof Uint16Array
    const rows = isHalf ? new Uint16Array(size * sources.length) : new Float32Array(size * sources.length)
    for (const [row, source] of sources.entries()) {
      const from = source.cache.tensors.get(name)!.data as Float32Array | Uint16Array
      rows.set(from.subarray(source.row * size, (source.row + 1) * size), row * size)
    }
    tensors.set(
      name,
      isHalf
        ? ortTensor('float16', rows as Uint16Array, shape)
        : ortTensor('float32', rows as Float32Array, shape),
    )
  }
  return { tensors, length: cache.length }
}

/** The first `length` tokens of one row, as a cache of its own. */
export function beginningOf(cache: KeyValueCache, row: number, length: number): KeyValueCache {
  const tensors = new Map<string, OrtTensor>()
  for (const [name, { data, dims }] of cache.tensors) {
    const [, heads, held, width] = dims as [number, number, number, number]
    const shape = [1, heads, length, width]
    const part = (from: Float32Array | Uint16Array, to: Float32Array | Uint16Array) => {
      for (let head = 0; head < heads; head++) {
        const start = (row * heads + head) * held * width
        to.set(from.subarray(start, start + length * width), head * length * width)
      }
    }
    if (data instanceof Uint16Array) {
      const own = new Uint16Array(volume(shape))
      part(data, own)
      tensors.set(name, ortTensor('float16', own, shape))
    } else {
      const own = new Float32Array(volume(shape))
      part(data as Float32Array, own)
      tensors.set(name, ortTensor('float32', own, shape))
    }
  }
  return { tensors, length }
}

const rowsOf = ({ tensors }: KeyValueCache): number | undefined => tensors.values().next().value?.dims[0]

const volume = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1)

/** Bytes that one token of one row takes. */
export function cacheBytesPerToken(session: OrtSession): number {
  let bytes = 0
  for (const { type, dims } of emptyCache(session).tensors.values()) {
    bytes += (type === 'float16' ? 2 : 4) * dims[1]! * dims[3]!
  }
  return bytes
}
