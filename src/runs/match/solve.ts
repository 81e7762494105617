import type { Chain, StepUse } from '../../strategies/chain/definition.ts'
import { useOf } from '../request/notation.ts'
import { type Bisection, MOST_TRIES } from './bisection.ts'
import { type ReadText, walkTexts } from './read-text.ts'

/** A chain with another value at one of its steps. */
export function withValue(chain: Chain, at: number, name: string, value: number): Chain {
  const { definition, parameters } = chain.steps[at]!
  const use = useOf(definition, { ...parameters, [name]: value }) as StepUse
  return { ...chain, steps: chain.steps.with(at, use) }
}

interface Search {
  readonly bisection: Bisection
  readonly chainAt: (value: number) => Chain
}

/**
 * Runs several bisections over the same texts side by side: each pass tries one value of each.
 * @param over.onPass gets the share of the passes that are over, of as many as there can be
 */
export async function solve(
  searches: readonly Search[],
  over: {
    readonly texts: readonly ReadText[]
    readonly seed: number
    readonly signal?: AbortSignal | undefined
    readonly onPass?: ((share: number) => void) | undefined
  },
): Promise<void> {
  for (let pass = 0; ; pass++) {
    over.onPass?.(pass / MOST_TRIES)
    const going = searches.flatMap(({ bisection, chainAt }) => {
      const value = bisection.next()
      return value === undefined ? [] : [{ bisection, chain: chainAt(value) }]
    })
    if (going.length === 0) return
    const chains = going.map(({ chain }) => chain)
    const widths = await widthsOf(over.texts, chains, over.seed, over.signal)
    for (const [index, { bisection }] of going.entries()) bisection.receive(widths[index]!)
  }
}

/** Mean number of tokens that each chain keeps. */
export async function widthsOf(
  texts: readonly ReadText[],
  chains: readonly Chain[],
  seed: number,
  signal?: AbortSignal,
): Promise<number[]> {
  const kept = new Map(chains.map((chain) => [chain, 0]))
  const count = texts.reduce((sum, { rows }) => sum + rows.length, 0)
  await walkTexts(
    texts,
    chains,
    seed,
    ({ chain, chainTrace }) => kept.set(chain, kept.get(chain)! + chainTrace.final.size),
    signal,
  )
  return chains.map((chain) => kept.get(chain)! / count)
}
