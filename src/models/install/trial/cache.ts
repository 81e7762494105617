import type { Dtype } from '../../catalogue/catalogue.ts'
import type { OnnxLanguageModel } from '../../runtime/onnx-model.ts'

/**
 * How far logits may be apart, with the cache and without: the root mean square of the difference over the
 * spread of the logits. Weights and activations of few bits round differently in one forward and in several.
 */
const TOLERANCE: Readonly<Record<Dtype, number>> = {
  fp32: 0.01,
  fp16: 0.05,
  q8: 0.4,
  int8: 0.4,
  uint8: 0.4,
  q4: 0.4,
  q4f16: 0.4,
  bnb4: 0.4,
}

/** Logits after `tokens`, read at once and read with the cache, token by token from the middle on. */
export async function readBothWays(
  model: OnnxLanguageModel,
  tokens: readonly number[],
): Promise<{ readonly whole: Float32Array; readonly stepped: Float32Array }> {
  const half = Math.ceil(tokens.length / 2)
  const atOnce = await model.prefill(tokens)
  const whole = atOnce.rows[0]!.logits.slice()
  atOnce.dispose()
  let batch = await model.prefill(tokens.slice(0, half))
  for (const token of tokens.slice(half)) batch = await batch.extend([{ parent: 0, token }])
  const stepped = batch.rows[0]!.logits.slice()
  batch.dispose()
  return { whole, stepped }
}

/** Whether the cache carries the text on, within what the dtype may round. */
export const isCacheRight = (
  dtype: Dtype,
  { whole, stepped }: Awaited<ReturnType<typeof readBothWays>>,
): boolean => distance(whole, stepped) <= TOLERANCE[dtype]

/**
 * Root mean square of the difference, both centred, over the standard deviation of the first; 1.4 of
 * unrelated ones.
 */
export function distance(left: Float32Array, right: Float32Array): number {
  const [a, b] = [meanOf(left), meanOf(right)]
  let difference = 0
  let spread = 0
  for (let index = 0; index < left.length; index++) {
    difference += (left[index]! - a - (right[index]! - b)) ** 2
    spread += (left[index]! - a) ** 2
  }
  return spread > 0 ? Math.sqrt(difference / spread) : 0
}

const meanOf = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length
