import type { ShownText } from '../../../experiments/harness/definition.ts'
import type { ExperimentResult } from '../../../experiments/harness/result.ts'
import type { TextDialog } from '../../../page/gallery/props.ts'
import { nameOfChain, readChain } from '../../../strategies/chain/written-chain.ts'
import { strategyDescriptions } from '../../../strategies/registry.ts'
import { linkOfText } from './texts.ts'

/** A chain in words: "Temperature 0.7, Top-k 40". */
export const laneName = (lane: string): string => nameOfChain(readChain(lane, strategyDescriptions))

interface Wishes {
  readonly title?: string
  readonly facts?: readonly string[]
}

export type TextDialogs = ReturnType<typeof textDialogsOf>

/**
 * Gathers the dialogs of one card, and names them.
 * @param parting why a run here may give other texts
 */
export function textDialogsOf(result: ExperimentResult, parting: string | undefined) {
  const shown: TextDialog[] = []
  return {
    shown,
    /** @returns the dialog's id; texts are of one lane, at least one */
    add(texts: readonly ShownText[], { title, facts = [] }: Wishes = {}): string {
      const { lane } = texts[0]!
      const id = `texts-${result.id}-${shown.length + 1}`
      const linked = texts.map((one) => ({
        prompt: one.prompt,
        text: one.text,
        stop: one.stop,
        seed: one.seed,
        href: linkOfText(result, one),
      }))
      shown.push({ id, title: title ?? laneName(lane), lane, facts, parting, texts: linked })
      return id
    },
  }
}
