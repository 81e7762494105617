import type { StepTrace } from '../../../decoding/decoder.ts'
import type { ChainTrace, PipelineState } from '../../chain/pipeline.ts'

/** A partial text of a beam search; a value, so hypotheses that fork share nothing that changes. */
export interface BeamHypothesis {
  readonly tokens: readonly number[]
  readonly steps: readonly StepTrace[]
  /** The chain's memory of this text. */
  readonly state: PipelineState
  /** Sum of the tokens' log-probabilities after the chain, in nats. */
  readonly logProbability: number
  /**
   * What the search ranks by: the sum, less diversity penalties; for stochastic beam search the perturbed
   * sum.
   */
  readonly score: number
  /** Index of its last token among the children of its step; -1 for the prompt. */
  readonly child: number
  /** The row its parent had among those of the step that made it. */
  readonly parentRow: number
}

/** A running hypothesis and the next-token distributions of model and chain. */
export interface Expansion {
  readonly hypothesis: BeamHypothesis
  readonly chainTrace: ChainTrace
  /** Its rank among its group's running hypotheses, from 0. */
  readonly rank: number
  /** Its row of this step. */
  readonly row: number
}

/** A child that a beam looks at; the sums include its token. */
export interface BeamCandidate {
  readonly parent: Expansion
  readonly token: number
  readonly logProbability: number
  readonly score: number
  /** The uniform number it was drawn with; null where nothing was drawn. */
  readonly u: number | null
}

/** Descending by `key`, equals in the order they came. */
export function rankBy<Item>(items: readonly Item[], key: (item: Item) => number): Item[] {
  return [...items].sort((a, b) => key(b) - key(a))
}

/** The `count` most likely children of a hypothesis after the chain, scored by their log-probability. */
export function likeliestChildren(parent: Expansion, count: number): BeamCandidate[] {
  const { hypothesis, chainTrace } = parent
  return Array.from({ length: Math.min(count, chainTrace.final.size) }, (_, rank) => {
    const token = chainTrace.final.id(rank)
    const gain = chainTrace.final.logProbabilityOf(token)
    const logProbability = hypothesis.logProbability + gain
    return { parent, token, logProbability, score: hypothesis.score + gain, u: null }
  })
}
