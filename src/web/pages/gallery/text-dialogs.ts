import type { ShownText } from '../../../experiments/harness/definition.ts'
import type { ExperimentResult } from '../../../experiments/harness/result.ts'
import { nameOfChain, readChain } from '../../../strategies/chain/written-chain.ts'
import { strategyDescriptions } from '../../../strategies/registry.ts'
import { linkOfText } from './texts.ts'

/** Texts that open over the page. */
interface TextDialog {
  readonly id: string
  readonly title: string
  /** Chain notation. */
  readonly lane: string
  /** What was measured, in words. */
  readonly facts: readonly string[]
  readonly texts: readonly (ShownText & { readonly href: string })[]
}

const strategies = strategyDescriptions

/** A chain in words: "Temperature 0.7, Top-k 40". */
export const laneName = (lane: string): string => nameOfChain(readChain(lane, strategies))

interface Wishes {
  readonly title?: string
  readonly facts?: readonly string[]
}

/** Gathers the exhibits of one card, and names them. */
export function textDialogsOf(result: ExperimentResult) {
  const shown: TextDialog[] = []
  return {
    shown,
    /** @returns the exhibit's id; texts are of one lane, at least one */
    add(texts: readonly ShownText[], { title, facts = [] }: Wishes = {}): string {
      const { lane } = texts[0]!
      const id = `texts-${result.id}-${shown.length + 1}`
      const linked = texts.map((text) => ({ ...text, href: linkOfText(result, text) }))
      shown.push({ id, title: title ?? laneName(lane), lane, facts, texts: linked })
      return id
    },
  }
}
