import { FLOAT, floatsOf, type Tensor } from './tensor.ts'

/** Weights of a block. */
export const BLOCK = 32

/**
 * @param stored as `roundTensors` has them
 * @returns float32 `[width, outputs]`
 */
export function floatTensor([stored, scaleTensor, zeroTensor]: readonly Tensor[], width: number): Tensor {
  const [outputs, blocks] = stored!.dims as [number, number]
  const scales = floatsOf(scaleTensor!)
  const weights = new Float32Array(width * outputs)
  for (let output = 0; output < outputs; output++) {
    for (let input = 0; input < width; input++) {
      const block = output * blocks + Math.floor(input / BLOCK)
      const value = stored!.raw[block * BLOCK + (input % BLOCK)]!
      weights[input * outputs + output] = scales[block]! * (value - zeroTensor!.raw[block]!)
    }
  }
  return { name: stored!.name, dtype: FLOAT, dims: [width, outputs], raw: new Uint8Array(weights.buffer) }
}

/**
 * @param stored uint8 `[outputs, blocks, 32]`, float32 scales and uint8 zero points `[outputs x blocks]`
 * @returns uint8 `[outputs, blocks, 16]`, scales, and zero points two a byte, output by output
 */
export function roundTensors([stored, scaleTensor, zeroTensor]: readonly Tensor[]): Tensor[] {
  const [outputs, blocks] = stored!.dims as [number, number]
  const scales = floatsOf(scaleTensor!)
  const values = new Uint8Array((outputs * blocks * BLOCK) / 2)
  const zeroBytes = Math.ceil(blocks / 2)
  const zeros = new Uint8Array(outputs * zeroBytes)
  for (let output = 0; output < outputs; output++) {
    for (let block = 0; block < blocks; block++) {
      const at = output * blocks + block
      const from = stored!.raw.subarray(at * BLOCK, (at + 1) * BLOCK)
      const { scale, zero, rounded } = roundBlock(from, scales[at]!, zeroTensor!.raw[at]!)
      scales[at] = scale
      zeros[output * zeroBytes + (block >> 1)]! |= zero << (4 * (block & 1))
      for (let one = 0; one < BLOCK; one += 2)
        values[(at * BLOCK + one) / 2] = rounded[one]! | (rounded[one + 1]! << 4)
    }
  }
  return [
    { ...stored!, dims: [outputs, blocks, BLOCK / 2], raw: values },
    { ...scaleTensor!, raw: new Uint8Array(scales.buffer) },
    { ...zeroTensor!, dims: [zeros.length], raw: zeros },
  ]
}

/** A block's weights in 16 steps from the least to the greatest, 0 among them. */
export function roundBlock(stored: Uint8Array, storedScale: number, storedZero: number) {
  const weights = Array.from(stored, (value) => storedScale * (value - storedZero))
  const low = Math.min(0, ...weights)
  const scale = Math.fround((Math.max(0, ...weights) - low) / 15)
  const divisor = scale > 0 ? scale : 1
  const zero = Math.round(-low / divisor)
  const rounded = weights.map((weight) => Math.min(15, Math.max(0, Math.round(weight / divisor) + zero)))
  return { scale, zero, rounded }
}
