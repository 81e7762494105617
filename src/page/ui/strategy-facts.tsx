import type { StrategyDescription } from '../../strategies/chain/describe.ts'
import { DefinitionList } from './definition-list.tsx'

interface Props {
  readonly strategy: StrategyDescription
}

interface FactsProps extends Props {
  /** Whether the parameters are explained where they are set, above. */
  readonly hasHelp?: boolean | undefined
}

/** The rule of a strategy, where it comes from, what it starts at and where it fails: names with texts. */
function factsOf({ strategy: { formula, paper, weakness, parameters }, hasHelp }: FactsProps) {
  const defaults = parameters
    .map(
      ({ name, fallback, help }) =>
        `${name} ${fallback === '' ? 'none' : fallback}${hasHelp ? '' : `, ${help}`}`,
    )
    .join('; ')
  return [
    { name: 'Rule', meaning: formula },
    { name: 'Source', meaning: paper },
    { name: 'Default', meaning: defaults },
    { name: 'Weakness', meaning: weakness },
  ].filter(({ meaning }) => meaning !== '')
}

/** What a strategy's texts may be made of, and its facts. */
export function FactsList({ strategy, hasHelp }: FactsProps) {
  const words = strategy.parameters.flatMap((parameter) => parameter.words ?? [])
  return (
    <>
      {words.length > 0 && (
        <details class="ui-words">
          <summary>Names and functions</summary>
          <DefinitionList terms={words} />
        </details>
      )}
      <DefinitionList class="ui-facts-list" terms={factsOf({ strategy, hasHelp })} />
    </>
  )
}

/** What a strategy does, and its facts. */
export const StrategyFacts = ({ strategy }: Props) => (
  <>
    <h2>{strategy.title}</h2>
    <p class="ui-quiet">{strategy.summary}</p>
    <FactsList strategy={strategy} />
  </>
)
