import { UserError } from '../../errors.ts'
import type { StrategyDescription } from '../../strategies/chain/describe.ts'
import {
  hasBrowserStep,
  readChain,
  usesIn,
  type WrittenChain,
  type WrittenUse,
  writeChain,
  writtenUse,
} from '../../strategies/chain/written-chain.ts'

/** A lane's chain as the knobs turn it: a step is in it, or it is off. */

type Strategies = readonly StrategyDescription[]

/** Undefined where the notation cannot be read; the lane then has a sentence that explains it. */
export function chainOf(notation: string, strategies: Strategies): WrittenChain | undefined {
  try {
    return readChain(notation, strategies)
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

/** Whether one of these chains has a step that is computed in the browser only. */
export const hasOwnStep = (lanes: readonly string[], strategies: Strategies): boolean =>
  lanes.some((lane) => {
    const chain = chainOf(lane, strategies)
    return chain !== undefined && hasBrowserStep(chain)
  })

/** The first use of a strategy in a chain. */
export const useIn = (chain: WrittenChain, id: string): WrittenUse | undefined =>
  usesIn(chain).find(({ strategy }) => strategy.id === id)

/**
 * The notation of a chain with one strategy set: a step where it was, or as the last; a search instead of the
 * one there was.
 * @param values of its parameters, the rest as they were; undefined takes it out
 */
export function withStrategy(
  chain: WrittenChain,
  strategy: StrategyDescription,
  values: Readonly<Record<string, string>> | undefined,
  strategies: Strategies,
): string {
  const { steps, search } = chain
  const use = values && writtenUse(strategy, { ...useIn(chain, strategy.id)?.values, ...values })
  if (strategy.kind === 'search') {
    return writeChain({ steps, search: use ?? impliedSearch(strategies) })
  }
  const at = steps.findIndex((step) => step.strategy.id === strategy.id)
  const index = at < 0 ? steps.length : at
  return writeChain({ steps: steps.toSpliced(index, 1, ...(use ? [use] : [])), search })
}

const impliedSearch = (strategies: Strategies): WrittenUse =>
  writtenUse(strategies.find(({ isImplied }) => isImplied)!)
