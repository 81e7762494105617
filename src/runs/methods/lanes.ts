import type { StrategyDescription } from '../../strategies/chain/describe.ts'
import { readChain, type WrittenUse, writeUse } from '../../strategies/chain/written-chain.ts'
import { splitLane } from '../request/written-lane.ts'
import { type Reference, referencesIn } from './bibliography.ts'
import type { RunFacts } from './facts.ts'

/** A lane of some runs, as a paragraph calls it. */
export interface LaneWords {
  /** "(a)". */
  readonly letter: string
  readonly words: string
  readonly references: readonly Reference[]
  /** How it comes by its tokens: drawn one at a time, drawn in another way, or without chance. */
  readonly search: 'sampling' | 'own-draws' | 'fixed'
  /** Its steps that have a chance of their own. */
  readonly randomSteps: readonly string[]
  readonly namesModel: boolean
}

/** The lanes of all runs, each once, in the order they come first. */
export function lanesOf(
  runs: readonly RunFacts[],
  strategies: readonly StrategyDescription[],
): readonly LaneWords[] {
  return keysOf(runs).map((key, index) => laneOf(key.lane, letterOf(index), strategies))
}

/** Which of the lanes of all runs each lane of a run is. */
export function placesOf(runs: readonly RunFacts[]): (run: RunFacts) => readonly number[] {
  const keys = keysOf(runs).map(({ key }) => key)
  return ({ lanes }) => keyed(lanes).map(({ key }) => keys.indexOf(key))
}

const keysOf = (runs: readonly RunFacts[]) => [
  ...new Map(runs.flatMap(({ lanes }) => keyed(lanes)).map((one) => [one.key, one])).values(),
]

/** A run may have the same lane more than once. */
const keyed = (lanes: readonly string[]) =>
  lanes.map((lane, index) => {
    const before = lanes.slice(0, index).filter((one) => one === lane).length
    return { lane, key: `${before} ${lane}` }
  })

/** "(a)" to "(z)", then "(aa)". */
export function letterOf(index: number): string {
  const letters = (place: number): string =>
    (place >= 26 ? letters(Math.floor(place / 26) - 1) : '') + String.fromCharCode(97 + (place % 26))
  return `(${letters(index)})`
}

function laneOf(lane: string, letter: string, strategies: readonly StrategyDescription[]): LaneWords {
  const { chain, model } = splitLane(lane)
  const { steps, search } = readChain(chain, strategies)
  const isShown = steps.length === 0 || !search.strategy.isImplied
  const uses = [...steps, ...(isShown ? [search] : [])]
  const cited = uses.map((use) => ({ use, references: referencesIn(use.strategy.paper) }))
  const words = cited.map(({ use, references }) => useInWords(use, references)).join(', then ')
  return {
    letter,
    words: model === undefined ? words : `${words} on \`${model}\``,
    references: cited.flatMap(({ references }) => references),
    search: searchOf(search),
    randomSteps: steps.filter(({ strategy }) => strategy.isRandom).map((use) => `\`${writeUse(use)}\``),
    namesModel: model !== undefined,
  }
}

function searchOf({ strategy }: WrittenUse): LaneWords['search'] {
  if (strategy.isDeterministic) return 'fixed'
  return strategy.isStepwise ? 'sampling' : 'own-draws'
}

function useInWords(use: WrittenUse, references: readonly Reference[]): string {
  const keys = references.map(({ key }) => `@${key}`).join('; ')
  return `${use.strategy.title.toLowerCase()} (\`${writeUse(use)}\`)${keys ? ` [${keys}]` : ''}`
}
