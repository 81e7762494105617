import type { Limits } from '../../../decoding/decoder.ts'
import { type BeamCandidate, type Expansion, likeliestChildren } from './hypothesis.ts'
import { rate as rateOf } from './length-penalty.ts'

/**
 * How often earlier groups chose each token at this step, for a text that goes on or one that ends there and
 * counts.
 */
export type Taken = ReadonlyMap<number, number>

/** Which of a step's children matter; the others are pruned. Best first. */
interface Selection {
  /** They go on. */
  readonly kept: readonly BeamCandidate[]
  /** Their text ends here, and counts. */
  readonly ended: readonly BeamCandidate[]
}

/** What makes one kind of beam search differ from another. */
export interface BeamRule {
  /** Most hypotheses that go on, and most finished ones that are kept. */
  readonly width: number
  /** How many of a step's children, best first, are looked at. */
  readonly considered: number
  /** The children of one hypothesis that could be among those. */
  propose(expansion: Expansion, taken: Taken): BeamCandidate[]
  /**
   * @param ranked the children looked at, best first
   * @param ends whether a child's text ends with it
   * @param ratings of the finished hypotheses, best first
   */
  select(
    ranked: readonly BeamCandidate[],
    ends: (candidate: BeamCandidate) => boolean,
    ratings: readonly number[],
  ): Selection
  /** What texts of different lengths are compared by. */
  rate(score: number, length: number): number
  /**
   * Whether running hypotheses of this length, the best of score `best`, can no longer change the outcome.
   */
  isSettled(best: number, length: number, ratings: readonly number[]): boolean
}

export interface BeamSettings {
  readonly width: number
  /** Exponent of the length by which a score is divided; 0 is none, above 0 favours longer texts. */
  readonly lengthPenalty: number
  readonly earlyStopping: 'false' | 'true' | 'never'
}

/**
 * Beam search as transformers 5.23.0 has it (`GenerationMixin._beam_search`): max(2, 1 + end-of-text tokens)
 * * width children are looked at, so that `width` go on even where many end; a child that ends counts only
 * among the best `width` of all; a text is rated score / length^lengthPenalty, length being generated tokens,
 * end-of-text included. `earlyStopping` decides when `width` finished texts are final: `true` at once;
 * `false` when the best running one, at its present length, rates no better than the worst of them; `never`
 * when it could not at any length up to the limit. Width 1 looks at one child, which makes it greedy whatever
 * the other parameters; transformers calls greedy search there, too. transformers adds processors' scores as
 * they are; here probabilities after the chain are renormalised, as in every lane.
 */
export function beamRule({ width, lengthPenalty, earlyStopping }: BeamSettings, limits: Limits): BeamRule {
  const considered = width === 1 ? 1 : Math.max(2, 1 + limits.endOfText.length) * width
  const longest = Math.min(limits.maxTokens, limits.room)
  const rate = (score: number, length: number) => rateOf(score, length, lengthPenalty)
  return {
    width,
    considered,
    propose: (expansion) => likeliestChildren(expansion, considered),
    select: (ranked, ends) => ({
      kept: ranked.filter((candidate) => !ends(candidate)).slice(0, width),
      ended: ranked.slice(0, width).filter(ends),
    }),
    rate,
    isSettled(best, length, ratings) {
      if (ratings.length < width) return false
      if (earlyStopping === 'true') return true
      const attainable = rate(best, earlyStopping === 'never' && lengthPenalty > 0 ? longest : length)
      return attainable <= ratings.at(-1)!
    },
  }
}
