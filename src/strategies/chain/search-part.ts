import type { Chain, SearchUse, StepUse } from './definition.ts'
import type { ChainTrace } from './pipeline.ts'

/** What a chain's search does to a distribution, and what it makes of a lane. */

type Searched = Pick<Chain, 'search'>

/**
 * What changes a distribution, in order: the steps, then a search that keeps only a part of what they leave.
 */
export const cutsOf = ({ steps, search }: Chain): readonly (StepUse | SearchUse)[] =>
  search.definition.keeps ? [...steps, search] : steps

/** A chain's trace, with what its search keeps as the last stage where that is only a part. */
export function withSearch({ search }: Searched, chainTrace: ChainTrace): ChainTrace {
  const { keeps } = search.definition
  if (!keeps) return chainTrace
  const final = keeps(chainTrace.final)
  return { ...chainTrace, stages: [...chainTrace.stages, final], final }
}

/** Whether each token is drawn from one distribution. */
export const isSampling = ({ search: { definition } }: Searched): boolean =>
  definition.isStepwise === true && !definition.isDeterministic

/** Whether each token is chosen from one distribution, and final before the next. */
export const isStepwise = ({ search }: Searched): boolean => search.definition.isStepwise === true

/** Whether a step has a chance of its own: then one draw's distribution differs from another's. */
export const hasChance = ({ steps }: Pick<Chain, 'steps'>): boolean =>
  steps.some(({ definition }) => definition.isRandom)

/** Whether every sample would be the same. */
export const isDeterministic = (chain: Chain): boolean =>
  chain.search.definition.isDeterministic && !hasChance(chain)
