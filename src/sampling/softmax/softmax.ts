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

interface Module {
  readonly memory: WebAssembly.Memory
  extremes(at: number, count: number, out: number): void
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

/** Where the input starts, in numbers: behind what the functions answer. */
const INPUT = 8

/** Room for `count` numbers in and as many out. */
function makeRoom({ memory }: Module, count: number): void {
  const missing = INPUT + 2 * count - numbers.length
  if (missing <= 0) return
  memory.grow(Math.ceil((missing * 8) / 65_536))
  numbers = new Float64Array(memory.buffer)
}

/**
 * Weights exp(logit - highest) of every logit, to the bit what Math.exp gives, in a third of its time.
 * @returns undefined, and nothing written, for logits that are not all finite or more than 700 apart, and
 * where this cannot be done here
 */
export function softmax(logits: Float64Array, weights: Float64Array): Softmax | undefined {
  const count = logits.length & ~1
  if (!module || count === 0) return undefined
  makeRoom(module, count)
  numbers.set(count === logits.length ? logits : logits.subarray(0, count), INPUT)
  module.extremes(8 * INPUT, count, 0)
  let [lowest, highest, sum] = [numbers[0]!, numbers[1]!, numbers[2]!]
  for (let id = count; id < logits.length; id++) {
    lowest = Math.min(lowest, logits[id]!)
    highest = Math.max(highest, logits[id]!)
    sum += logits[id]!
  }
  if (!Number.isFinite(sum) || !(lowest - highest > FARTHEST)) return undefined
  return {
    highest,
    lowest,
    first: logits.indexOf(highest),
    ...exponentials(module, logits, highest, weights),
  }
}

/** Weights of `below`, none of them above 0 or under -700; undefined where one is. @returns their sum */
export function weightsOf(below: Float64Array, weights: Float64Array): number | undefined {
  const count = below.length & ~1
  if (!module || count === 0) return undefined
  makeRoom(module, count)
  numbers.set(count === below.length ? below : below.subarray(0, count), INPUT)
  module.extremes(8 * INPUT, count, 0)
  if (!(numbers[0]! > FARTHEST && numbers[1]! <= 0)) return undefined
  for (let id = count; id < below.length; id++)
    if (!(below[id]! > FARTHEST && below[id]! <= 0)) return undefined
  return exponentials(module, below, 0, weights).total
}

/** @param logits whose even part lies in the module's memory */
function exponentials(own: Module, logits: Float64Array, highest: number, weights: Float64Array) {
  const count = logits.length & ~1
  own.weights(8 * INPUT, 8 * (INPUT + count), count, highest, 0)
  weights.set(numbers.subarray(INPUT + count, INPUT + 2 * count))
  let [total, weighted] = [numbers[0]!, numbers[1]!]
  for (let id = count; id < logits.length; id++) {
    const weight = Math.exp(logits[id]! - highest)
    weights[id] = weight
    total += weight
    weighted += weight * (logits[id]! - highest)
  }
  return { total, weighted }
}
