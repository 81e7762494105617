import { type OrtSession, type OrtTensor, ortTensor } from './ort.ts'

/** One cache of the graph: the keys or the values of a layer. */
export interface CacheShape {
  /** Name of the input, and of the output that is the same memory. */
  readonly past: string
  readonly present: string
  readonly heads: number
  readonly width: number
}

/** The caches of a graph of ours, in the order of its inputs. */
export const cacheShapes = ({ inputMetadata }: OrtSession): CacheShape[] =>
  inputMetadata
    .filter(({ name }) => name.startsWith('past_key_values.'))
    .map(({ name, shape }) => ({
      past: name,
      present: name.replace('past_key_values', 'present'),
      heads: Number(shape[1]),
      width: Number(shape[3]),
    }))

/** Neighbouring rows as the graph takes them. */
interface RowTensors {
  readonly past: Readonly<Record<string, OrtTensor>>
  readonly present: Readonly<Record<string, OrtTensor>>
}

/** Most sets of tensors kept: a batch is mostly one set of rows. */
const KNOWN_TENSORS = 32

/**
 * Buffers of a fixed capacity of tokens, [rows, heads, capacity, width] for each cache of a graph. The system
 * gives memory to the parts of a buffer that have been written, so room that no token has filled costs
 * addresses only.
 */
export class CacheArena {
  readonly capacity: number
  readonly #shapes: readonly CacheShape[]
  #buffers: Float32Array[] = []
  #tensors = new Map<string, RowTensors>()
  /** Tokens ever written at each position: what has become memory. */
  #written: number[] = []

  constructor(shapes: readonly CacheShape[], capacity: number, rows: number) {
    this.#shapes = shapes
    this.capacity = capacity
    this.resize(rows)
  }

  get rows(): number {
    return this.#written.length
  }

  /** Tokens that have become memory, over all rows. */
  get tokens(): number {
    return this.#written.reduce((sum, length) => sum + length, 0)
  }

  /** Other buffers for `rows` rows: those that fit keep what was written of them. */
  resize(rows: number): void {
    const before = { buffers: this.#buffers, written: this.#written }
    this.#written = Array.from({ length: rows }, (_, row) => before.written[row] ?? 0)
    this.#tensors.clear()
    this.#buffers = allocate(this.#shapes.map(({ heads, width }) => rows * heads * this.capacity * width))
    for (let row = 0; row < Math.min(rows, before.written.length); row++) {
      this.#copy(before.buffers, this.capacity, row, row, before.written[row]!)
    }
    this.#release(before.buffers, before.written)
  }

  /** Copies the first `length` tokens of a row to another, of this arena or of another one. */
  copyRow(from: CacheArena, source: number, target: number, length: number): void {
    this.#copy(from.#buffers, from.capacity, source, target, length)
    this.noteWritten(target, length)
  }

  /** Swaps two rows that hold so many tokens. */
  swapRows(one: number, oneLength: number, other: number, otherLength: number): void {
    const held = this.read(one, oneLength)
    this.copyRow(this, other, one, otherLength)
    this.write(other, held, oneLength)
  }

  /** A copy of the first tokens of a row, packed: by cache, head and token. */
  read(row: number, length: number): Float32Array {
    const packed = new Float32Array(length * this.#floatsPerToken())
    this.#eachHead(row, (buffer, start, width, offset) => {
      packed.set(buffer.subarray(start, start + length * width), offset * length)
    })
    return packed
  }

  /** Puts the first `length` of `held` packed tokens into a row. */
  write(row: number, packed: Float32Array, length: number, held = length): void {
    this.#eachHead(row, (buffer, start, width, offset) => {
      const from = offset * held
      buffer.set(packed.subarray(from, from + length * width), start)
    })
    this.noteWritten(row, length)
  }

  noteWritten(row: number, length: number): void {
    if (this.#written[row]! < length) this.#written[row] = length
  }

  /** Rows `first` to `first + count` as inputs and outputs; the same objects each time. */
  tensors(first: number, count: number): RowTensors {
    const key = `${first} ${count}`
    const known = this.#tensors.get(key)
    if (known) return known
    const past: Record<string, OrtTensor> = {}
    const present: Record<string, OrtTensor> = {}
    for (const [index, shape] of this.#shapes.entries()) {
      const size = shape.heads * this.capacity * shape.width
      const rows = this.#buffers[index]!.subarray(first * size, (first + count) * size)
      const dims = [count, shape.heads, this.capacity, shape.width]
      past[shape.past] = ortTensor('float32', rows, dims)
      present[shape.present] = ortTensor('float32', rows, dims)
    }
    const made = { past, present }
    if (this.#tensors.size >= KNOWN_TENSORS) this.#tensors.clear()
    this.#tensors.set(key, made)
    return made
  }

  free(): void {
    this.#release(this.#buffers, this.#written)
    this.#buffers = []
    this.#written = []
    this.#tensors.clear()
  }

  #release(buffers: readonly Float32Array[], written: readonly number[]): void {
    const tokens = written.reduce((sum, length) => sum + length, 0)
    if (4 * tokens * this.#floatsPerToken() >= WORTH_FREEING) freeBuffers(buffers)
  }

  #floatsPerToken(): number {
    return this.#shapes.reduce((sum, { heads, width }) => sum + heads * width, 0)
  }

  /** @param visit gets a buffer, where a head of the row starts in it, its width, and the widths before it */
  #eachHead(
    row: number,
    visit: (buffer: Float32Array, start: number, width: number, offset: number) => void,
  ): void {
    let offset = 0
    for (const [index, { heads, width }] of this.#shapes.entries()) {
      for (let head = 0; head < heads; head++, offset += width) {
        visit(this.#buffers[index]!, (row * heads + head) * this.capacity * width, width, offset)
      }
    }
  }

  #copy(
    from: readonly Float32Array[],
    capacity: number,
    source: number,
    target: number,
    length: number,
  ): void {
    for (const [index, { heads, width }] of this.#shapes.entries()) {
      const [read, written] = [from[index]!, this.#buffers[index]!]
      for (let head = 0; head < heads; head++) {
        const start = (source * heads + head) * capacity * width
        const to = (target * heads + head) * this.capacity * width
        written.set(read.subarray(start, start + length * width), to)
      }
    }
  }
}

/**
 * From this many bytes on, the C library takes a buffer from the system by itself (glibc: never less than
 * M_MMAP_THRESHOLD_MAX), so that it becomes memory page by page as it is written, and goes back when it is
 * freed. A smaller one may come from what was freed before, and is cleared first: all of it becomes memory at
 * once.
 */
const OF_ITS_OWN = 33 * 2 ** 20
/** Beyond this, one buffer may be more than JavaScript can address. */
const LARGEST = 2 ** 31

/** Arrays of so many numbers, in one buffer or, where that would be too large, in one each. */
function allocate(sizes: readonly number[]): Float32Array[] {
  const total = 4 * sizes.reduce((sum, size) => sum + size, 0)
  if (total === 0 || total > LARGEST) return sizes.map((size) => new Float32Array(size))
  const buffer = new ArrayBuffer(Math.max(total, OF_ITS_OWN))
  let start = 0
  return sizes.map((size) => {
    const array = new Float32Array(buffer, start, size)
    start += 4 * size
    return array
  })
}

/** Bytes of memory from which an arena does not wait for the garbage collector. */
const WORTH_FREEING = 16 * 2 ** 20

/**
 * Gives the memory of buffers back at once instead of when garbage is next collected: a large arena is a
 * large part of a process, and little else may happen that would collect it.
 */
function freeBuffers(buffers: readonly Float32Array[]): void {
  const own = new Set(buffers.map(({ buffer }) => buffer as ArrayBuffer))
  const { port1, port2 } = new MessageChannel()
  port1.postMessage(
    null,
    [...own].filter(({ byteLength }) => byteLength > 0),
  )
  port1.close()
  port2.close()
}
