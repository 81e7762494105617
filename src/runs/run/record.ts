import type { StepTrace } from '../../decoding/decoder.ts'
import type { LanguageModel } from '../../decoding/model.ts'
import type { StepRecord } from './events.ts'

/** Puts traces into words: the piece of text each token added, and its candidates' names. */
export function recordSteps(
  model: Pick<LanguageModel, 'nameOf' | 'bytesOf'>,
  steps: readonly StepTrace[],
  pieces: readonly string[],
  first = 0,
): StepRecord[] {
  return steps.slice(first).map(({ candidates, ...step }, index) => ({
    ...step,
    text: pieces[first + index]!,
    ...partialBytes(model.bytesOf(step.token), pieces[first + index]!),
    ...(candidates && { candidates: candidates.map((one) => ({ ...one, text: model.nameOf(one.id) })) }),
  }))
}

/** The bytes of a token that is no text of its own: a part of a character, or the end of one that began before it. */
export function partialBytes(bytes: Uint8Array, piece: string): { bytes?: string } {
  if (new TextEncoder().encode(piece).length === bytes.length) return {}
  return { bytes: Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ') }
}
