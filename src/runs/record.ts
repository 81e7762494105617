import type { StepTrace } from '../decoding/decoder.ts'
import type { LanguageModel } from '../decoding/model.ts'
import type { StepRecord } from './events.ts'

/** Puts traces into words: the piece of text each token added, and its candidates' names. */
export function recordSteps(
  model: Pick<LanguageModel, 'nameOf'>,
  steps: readonly StepTrace[],
  pieces: readonly string[],
  first = 0,
): StepRecord[] {
  return steps.slice(first).map(({ candidates, ...step }, index) => ({
    ...step,
    text: pieces[first + index]!,
    ...(candidates && { candidates: candidates.map((one) => ({ ...one, text: model.nameOf(one.id) })) }),
  }))
}
