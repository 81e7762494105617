import type { StepRecord } from './events.ts'

/** What to compare texts of several models by. */
export const ACROSS_MODELS =
  'Models cut text into different tokens: between models compare bits per byte, not figures per token.'

/**
 * Bits a model needs for a byte of what it wrote; undefined of no text. Figures per token do not compare
 * across tokenizers, this does.
 * @param steps logprobs in nats
 */
export function bitsPerByte(steps: readonly Pick<StepRecord, 'logprob' | 'text'>[]): number | undefined {
  const bytes = new TextEncoder().encode(steps.map(({ text }) => text).join('')).length
  return bytes === 0 ? undefined : steps.reduce((sum, { logprob }) => sum - logprob, 0) / Math.LN2 / bytes
}
