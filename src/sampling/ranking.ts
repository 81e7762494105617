import { idsWithin } from './softmax/softmax.ts'

/**
 * Width of the first window below the best key, in nats for logits: e^-5 = 0.7%. Each next one reaches so
 * many times as far down: of a model's rows, several times as many tokens.
 */
const FIRST_WINDOW = 5
const GROWTH = 1.5
const INSERTION_SORT_LIMIT = 32
const MAX_BUCKETS = 1 << 16

/** Reused between calls: most windows hold a small part of the vocabulary. */
let scratch: Int32Array = new Int32Array()
let sources: Int32Array = new Int32Array()
let bucketNumbers: Uint16Array = new Uint16Array()
let bucketEnds: Int32Array = new Int32Array()

/** Ascending ids of a vocabulary without masked tokens: the same for every row, so kept. */
let everyId: Int32Array = new Int32Array()

/** 0 to `count` - 1, as a view. */
export function idsBelow(count: number): Int32Array {
  if (everyId.length < count) everyId = Int32Array.from({ length: count }, (_, id) => id)
  return everyId.length === count ? everyId : everyId.subarray(0, count)
}

/** Of the keys to rank. */
interface Extremes {
  readonly highest: number
  readonly lowest: number
  /** The smallest id with the highest key. */
  readonly first: number
}

/**
 * Token ids by descending key, ties by ascending id, sorted only as far as somebody looks.
 *
 * Ids are taken in windows of falling keys, and a window is sorted by one counting pass into buckets of equal
 * key width, then by insertion inside each bucket. A chain that needs only the head pays one scan of the
 * vocabulary; even the full order costs O(V) for the spread that logits have, not O(V log V).
 */
export class Ranking {
  readonly #keys: Float64Array
  readonly #ids: Int32Array
  readonly #extremes: Extremes
  /** What is ranked so far. */
  #order: Int32Array = new Int32Array()
  #window = FIRST_WINDOW
  /** Everything above this key is ranked. */
  #ceiling = Infinity
  /** The best key that is not ranked yet. */
  #next: number

  /**
   * @param keys by token id; only those of `ids` are read, and none of these may be NaN
   * @param ids the ids to rank, ascending
   * @param extremes where they are known
   */
  constructor(keys: Float64Array, ids: Int32Array, extremes: Extremes = extremesOf(keys, ids)) {
    this.#keys = keys
    this.#ids = ids
    this.#extremes = extremes
    this.#next = extremes.highest
  }

  get size(): number {
    return this.#ids.length
  }

  /** The id at a rank counted from 0. */
  at(rank: number): number {
    if (rank === 0 && this.#extremes.first >= 0) return this.#extremes.first
    while (rank >= this.#order.length) this.#rankNextWindow()
    return this.#order[rank]!
  }

  /** The ids of ranks `from` to `to` (exclusive), as a view. */
  range(from: number, to: number): Int32Array {
    while (to > this.#order.length) this.#rankNextWindow()
    return this.#order.subarray(from, to)
  }

  /** The rank of an id, counted from 0, if it is ranked already. */
  rankOf(id: number): number | undefined {
    if (id === this.#extremes.first) return 0
    const keys = this.#keys
    const key = keys[id]!
    if (this.#order.length === 0 || !(key > this.#ceiling)) return undefined
    let [low, high] = [0, this.#order.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.#order[middle]!
      if (keys[other]! > key || (keys[other] === key && other < id)) low = middle + 1
      else high = middle
    }
    return low
  }

  #rankNextWindow(): void {
    const { highest, lowest } = this.#extremes
    let floor = highest - this.#window
    // An empty window would cost a pass for nothing; far-off or huge keys would cost many.
    while (floor >= this.#next) {
      this.#window *= GROWTH
      floor = highest - this.#window
    }
    const isLast = !(floor > lowest)
    const top = this.#next
    const members = this.#take(isLast ? -Infinity : floor, this.#ceiling)
    sortWindow(members, this.#keys, top, Math.min(top - (isLast ? lowest : floor), this.#window))
    this.#order = concatenate(this.#order, members)
    this.#ceiling = floor
    this.#window *= GROWTH
  }

  /** Ids with floor < key <= ceiling, ascending; notes the best key below. */
  #take(floor: number, ceiling: number): Int32Array {
    const keys = this.#keys
    const ids = this.#ids
    const known = idsWithin(this.#extremes, keys.length, floor, ceiling)
    if (known) {
      this.#next = known.next
      return known.ids
    }
    if (scratch.length < ids.length) scratch = new Int32Array(ids.length)
    const isWhole = ids.length === keys.length
    let count = 0
    let next = -Infinity
    for (let i = 0; i < ids.length; i++) {
      const id = isWhole ? i : ids[i]!
      const key = keys[id]!
      if (key > floor) {
        if (key <= ceiling) scratch[count++] = id
      } else if (key > next) next = key
    }
    this.#next = next
    return scratch.slice(0, count)
  }
}

/**
 * Sorts ascending `ids` by descending key in place; keys lie at or below `top`, mostly within `spread` of it.
 */
function sortWindow(ids: Int32Array, keys: Float64Array, top: number, spread: number): void {
  if (!(spread > 0) || ids.length <= INSERTION_SORT_LIMIT) {
    sortByKey(ids, 0, ids.length, keys)
    return
  }
  const buckets = Math.min(MAX_BUCKETS, 2 ** Math.ceil(Math.log2(ids.length)))
  const scale = (buckets - 1) / spread
  if (sources.length < ids.length) {
    sources = new Int32Array(2 * ids.length)
    bucketNumbers = new Uint16Array(2 * ids.length)
  }
  if (bucketEnds.length < buckets) bucketEnds = new Int32Array(buckets)
  const [source, bucketOf, ends, count] = [sources, bucketNumbers, bucketEnds, ids.length]
  source.set(ids)
  ends.fill(0, 0, buckets)
  for (let i = 0; i < count; i++) {
    const bucket = Math.min(buckets - 1, (top - keys[source[i]!]!) * scale)
    bucketOf[i] = bucket
    ends[bucketOf[i]!]! += 1
  }
  let start = 0
  for (let bucket = 0; bucket < buckets; bucket++) {
    const size = ends[bucket]!
    ends[bucket] = start
    start += size
  }
  for (let i = 0; i < count; i++) ids[ends[bucketOf[i]!]!++] = source[i]!
  for (let bucket = 0, from = 0; bucket < buckets; bucket++) {
    const to = ends[bucket]!
    if (to - from > 1) sortByKey(ids, from, to, keys)
    from = to
  }
}

function sortByKey(order: Int32Array, start: number, end: number, keys: Float64Array): void {
  if (end - start <= INSERTION_SORT_LIMIT) insertionSort(order, start, end, keys)
  else if (!isSorted(order, start, end, keys)) {
    order.subarray(start, end).sort((a, b) => keys[b]! - keys[a]! || a - b)
  }
}

function insertionSort(order: Int32Array, start: number, end: number, keys: Float64Array): void {
  for (let i = start + 1; i < end; i++) {
    const id = order[i]!
    const key = keys[id]!
    let hole = i
    // Ids arrive ascending, so moving past strictly smaller keys only keeps ties in ascending id order.
    while (hole > start && keys[order[hole - 1]!]! < key) {
      order[hole] = order[hole - 1]!
      hole--
    }
    order[hole] = id
  }
}

function isSorted(order: Int32Array, start: number, end: number, keys: Float64Array): boolean {
  for (let i = start + 1; i < end; i++) if (keys[order[i - 1]!]! < keys[order[i]!]!) return false
  return true
}

function extremesOf(keys: Float64Array, ids: Int32Array): Extremes {
  let [highest, lowest, first] = [-Infinity, Infinity, -1]
  for (let i = 0; i < ids.length; i++) {
    const key = keys[ids[i]!]!
    if (key > highest) {
      highest = key
      first = ids[i]!
    }
    if (key < lowest) lowest = key
  }
  return { highest, lowest, first }
}

function concatenate(head: Int32Array, tail: Int32Array): Int32Array {
  if (head.length === 0) return tail
  const whole = new Int32Array(head.length + tail.length)
  whole.set(head)
  whole.set(tail, head.length)
  return whole
}
