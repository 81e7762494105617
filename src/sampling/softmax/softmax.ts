import { SOFTMAX } from './softmax-module.ts'

/** What one pass over finite logits gives. */
export interface Softmax {
  readonly highest: number
  readonly lowest: number
  /** The smallest id with the highest logit. */
  readonly first: number
  /** Sum of the weights. */
  readonly total: number
  /** Sum of weight * (logit - highest). */
  readonly weighted: number
}

/** Below this `softmax.wat` would have to compute numbers smaller than float64's normal ones. */
const FARTHEST = -700

/** Addresses are bytes; `out` is where the function leaves its answers. */
interface Module {
  readonly memory: WebAssembly.Memory
  extremes(at: number, count: number, out: number): void
  widen(at: number, to: number, count: number, out: number): void
  equals(at: number, other: number, count: number): number
  first(at: number, count: number, wanted: number): number
  within(at: number, count: number, floor: number, ceiling: number, to: number, out: number): number
  weights(at: number, to: number, count: number, highest: number, out: number): void
}

/** Undefined where modules may not be compiled: a page's policy may forbid it. */
const module = open()
let numbers = new Float64Array(module ? module.memory.buffer : new ArrayBuffer(0))

function open(): Module | undefined {
  try {
    const code = Uint8Array.from(atob(SOFTMAX), (letter) => letter.charCodeAt(0))
    return new WebAssembly.Instance(new WebAssembly.Module(code)).exports as unknown as Module
  } catch {
    return undefined
  }
}

/** Where the logits lie, in numbers: behind what the functions answer, and what they note meanwhile. */
const LOGITS = 8 + 2 * 256

/** How many numbers there is room for, and behind them for as many weights. */
let room = 0

/** The softmax whose logits lie there. */
let latest: Softmax | undefined

/** Numbers that the module takes, two at a time; the one that may be left is computed here. */
const evenPart = ({ length }: ArrayLike<number>): number => length & ~1

function makeRoom({ memory }: Module, count: number): void {
  if (count <= room) return
  room = count
  const missing = LOGITS + 2 * room - numbers.length
  if (missing <= 0) return
  memory.grow(Math.ceil((missing * 8) / 65_536))
  numbers = new Float64Array(memory.buffer)
}

/**
 * Weights exp(logit - highest) of every logit, to the bit what Math.exp gives, in a sixth of its time.
 * @param row the logits in float32, where they came so: `logits` is filled from it
 * @returns undefined, and nothing written, for logits that are not all finite or more than 700 apart, and
 * where this cannot be done here
 */
export function softmax(
  logits: Float64Array,
  weights: Float64Array,
  row: Float32Array | Float64Array = logits,
): Softmax | undefined {
  latest = undefined
  if (!module || row.length < 2) return undefined
  makeRoom(module, row.length)
  const { lowest, highest, sum } =
    row instanceof Float32Array ? widen(module, row) : take(module, row, LOGITS)
  if (!Number.isFinite(sum) || !(lowest - highest > FARTHEST)) return undefined
  if (row !== logits) logits.set(numbers.subarray(LOGITS, LOGITS + row.length))
  const count = evenPart(logits)
  // The last one of an odd number is first where no other is as high.
  const first = module.first(8 * LOGITS, count, highest)
  latest = { highest, lowest, first, ...exponentials(module, LOGITS, logits, highest, weights) }
  return latest
}

/** Puts numbers into the module's memory. */
function take(own: Module, values: Float64Array, at: number) {
  const count = evenPart(values)
  numbers.set(values, at)
  own.extremes(8 * at, count, 0)
  return extremesWith(values.subarray(count))
}

/** Puts a row's numbers where logits lie. */
function widen(own: Module, row: Float32Array) {
  const count = row.length & ~3
  if (count === 0) return take(own, Float64Array.from(row), LOGITS)
  const from = 8 * (LOGITS + room)
  new Float32Array(own.memory.buffer, from, count).set(row.subarray(0, count))
  own.widen(from, 8 * LOGITS, count, 0)
  numbers.set(row.subarray(count), LOGITS + count)
  return extremesWith(row.subarray(count))
}

/** What the module answered, with the few numbers that it did not take. */
function extremesWith(rest: Float32Array | Float64Array) {
  let [lowest, highest, sum] = [numbers[0]!, numbers[1]!, numbers[2]!]
  for (const value of rest) {
    lowest = Math.min(lowest, value)
    highest = Math.max(highest, value)
    sum += value
  }
  return { lowest, highest, sum }
}

/** Weights of `below`, none of them above 0 or under -700; undefined where one is. @returns their sum */
export function weightsOf(below: Float64Array, weights: Float64Array): number | undefined {
  if (!module || below.length < 2) return undefined
  makeRoom(module, below.length)
  const { lowest, highest, sum } = take(module, below, LOGITS + room)
  if (Number.isNaN(sum) || !(lowest > FARTHEST && highest <= 0)) return undefined
  return exponentials(module, LOGITS + room, below, 0, weights).total
}

/** @param at where the logits lie in the module's memory */
function exponentials(own: Module, at: number, logits: Float64Array, highest: number, weights: Float64Array) {
  const count = evenPart(logits)
  const to = LOGITS + room
  own.weights(8 * at, 8 * to, count, highest, 0)
  weights.set(numbers.subarray(to, to + count))
  let [total, weighted] = [numbers[0]!, numbers[1]!]
  for (let id = count; id < logits.length; id++) {
    const weight = Math.exp(logits[id]! - highest)
    weights[id] = weight
    total += weight
    weighted += weight * (logits[id]! - highest)
  }
  return { total, weighted }
}

/**
 * Whether a row is the one that `softmax` was given last.
 * @param known what it answered; undefined is returned where that was not the last
 */
export function isRowOf(known: object, row: Float32Array): boolean | undefined {
  if (!module || known !== latest) return undefined
  const count = evenPart(row)
  const from = 8 * (LOGITS + room)
  new Float32Array(module.memory.buffer, from, row.length).set(row)
  if (module.equals(from, 8 * LOGITS, count) === 0) return false
  return count === row.length || row[count] === numbers[LOGITS + count]
}

/** Some of the ids of a row. */
interface IdsWithin {
  /** Ascending. */
  readonly ids: Int32Array
  /** The highest logit that is not above the floor; -Infinity where there is none. */
  readonly next: number
}

/**
 * Ids whose logits lie above `floor` and not above `ceiling`, of the row that `softmax` was given last.
 * @param row what it answered; undefined is returned where that was not the last
 */
export function idsWithin(
  row: object,
  length: number,
  floor: number,
  ceiling: number,
): IdsWithin | undefined {
  if (!module || row !== latest) return undefined
  const count = length & ~1
  const to = 8 * (LOGITS + room)
  let found = module.within(8 * LOGITS, count, floor, ceiling, to, 0)
  let next = numbers[0]!
  const ids = new Int32Array(module.memory.buffer, to, length)
  for (let id = count; id < length; id++) {
    const logit = numbers[LOGITS + id]!
    if (!(logit > floor)) next = Math.max(next, logit)
    else if (logit <= ceiling) ids[found++] = id
  }
  return { ids: ids.slice(0, found), next }
}
