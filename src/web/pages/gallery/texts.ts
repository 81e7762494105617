import type { ShownText } from '../../../experiments/harness/definition.ts'
import type { ExperimentResult } from '../../../experiments/harness/result.ts'
import { readLane } from '../../../page/compare/chain/lane-chain.ts'
import { paramsOf } from '../../../page/compare/settings/link.ts'
import { parseChain } from '../../../runs/request/notation.ts'
import { isDeterministic } from '../../../strategies/chain/search-part.ts'
import { strategyDescriptions } from '../../../strategies/registry.ts'

/** Every text a result shows, wherever its data keeps them, in the order of the data. */
export function textsIn(data: unknown): ShownText[] {
  const found: ShownText[] = []
  const look = (part: unknown) => {
    if (typeof part !== 'object' || part === null) return
    if (isShownText(part)) found.push(part)
    else for (const value of Object.values(part)) look(value)
  }
  look(data)
  return found
}

function isShownText(data: object): data is ShownText {
  const { prompt, lane, seed, text } = data as Record<string, unknown>
  return (
    typeof prompt === 'string' &&
    typeof lane === 'string' &&
    typeof seed === 'number' &&
    typeof text === 'string'
  )
}

/** A run for Compare to open. */
export interface RunLink {
  readonly label: string
  readonly lanes: readonly string[]
  readonly href: string
}

interface Run {
  readonly prompt: string
  readonly lanes: readonly string[]
  readonly seed: number
  readonly maxTokens: number
}

/** Compare's address for a run of the model a result was measured on. */
export const runLink = (
  { provenance }: ExperimentResult,
  { prompt, lanes, seed, maxTokens }: Run,
  label = '',
): RunLink => ({
  label,
  lanes,
  href: `/?${paramsOf({
    prompt,
    model: provenance.model,
    lanes: lanes.map((chain, key) => ({ key, chain: readLane(chain, strategyDescriptions) })),
    maxTokens: String(maxTokens),
    samples: '1',
    seed: String(seed),
    stop: '',
    human: '',
    humanP: '',
    chat: false,
    heal: false,
  })}`,
})

/** The run that makes a shown text again. */
export const linkOfText = (result: ExperimentResult, { prompt, lane, seed }: ShownText): string =>
  runLink(result, { prompt, lanes: [lane], seed, maxTokens: result.provenance.prompts.newTokens }).href

/**
 * A prompt and the seed its sampled texts were drawn with. Deterministic lanes are the same for every
 * seed, so one run makes all of them again. undefined where nothing was sampled.
 */
export function startOf(texts: readonly ShownText[]): Pick<Run, 'prompt' | 'seed'> | undefined {
  return texts.find(({ lane }) => !isDeterministic(parseChain(lane)))
}
