import { DefinitionRows } from '../../ui/definition-list.tsx'
import { branchesInWords } from '../branch/in-words.ts'
import type { LaneView } from '../lane/view.ts'
import type { Run } from '../run/run.ts'
import { type Offer, titleOf } from './offer.ts'

/** A run's settings as terms and values: the lines below a picture, a print and an exported page. */

export interface Fact {
  readonly term: string
  readonly value: string
}

export function factsOf(run: Run, models: Offer['models']): Fact[] {
  const { settings, promptTokens } = run
  const branches = branchesInWords(run)
  const { model, maxTokens, samples, seed, coupling } = settings
  return [
    { term: 'Model', value: titleOf(model, models) },
    {
      term: 'Prompt',
      value: promptTokens.length > 0 ? `${settings.prompt} (${promptTokens.length} tokens)` : settings.prompt,
    },
    { term: 'Max new tokens', value: maxTokens },
    { term: 'Samples per lane', value: samples },
    { term: 'Seed', value: seed },
    ...(coupling ? [{ term: 'Coupling', value: coupling }] : []),
    ...(branches.length > 0 ? [{ term: 'Branches, by hand', value: branches.join('; ') }] : []),
  ]
}

/** The same beside a prompt that is shown already. */
export const factsBesidePrompt = (run: Run, models: Offer['models']): Fact[] =>
  factsOf(run, models).filter(({ term }) => term !== 'Prompt')

/** In a list of definitions. */
export const FactRows = ({ facts }: { readonly facts: readonly Fact[] }) => (
  <DefinitionRows terms={facts.map(({ term, value }) => ({ name: term, meaning: value }))} />
)

/** Lanes by their letters. */
export const chainsOf = (views: readonly LaneView[]): string =>
  views.map((view) => `${view.letter} ${chainOf(view)}`).join(', ')

/** A lane in its own notation: what it takes to run it again. */
export const chainOf = ({ laneRun, notation }: Pick<LaneView, 'laneRun' | 'notation'>): string =>
  laneRun?.lane ?? notation
