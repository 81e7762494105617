import type { RunResult, SampleResult } from '../run/events.ts'

/** One prompt continued with one seed by every lane. */
export interface Trial {
  /** Which prompt of the file, from 0. */
  readonly prompt: number
  readonly result: RunResult
}

/** One text of a trial. */
export interface TrialText {
  readonly prompt: number
  readonly seed: number
  readonly lane: string
  /** From 0. */
  readonly sample: number
  readonly result: SampleResult
}

/** Every text of some trials, in their order. */
export const textsOf = (trials: readonly Trial[]): TrialText[] =>
  trials.flatMap(({ prompt, result: { seed, lanes } }) =>
    lanes.flatMap(({ lane, samples }) =>
      samples.map((result, sample) => ({ prompt, seed, lane, sample, result })),
    ),
  )
