import type { StrategyDescription } from '../../strategies/chain/describe.ts'
import { DefinitionList } from './definition-list.tsx'

/** The rule of a strategy, where it comes from, what it starts at and where it fails: names with texts. */
export function factsOf({ formula, paper, weakness, parameters }: StrategyDescription) {
  const defaults = parameters
    .map(({ name, fallback, help }) => `${name} ${fallback === '' ? 'none' : fallback}, ${help}`)
    .join('; ')
  return [
    ['Rule', formula],
    ['Source', paper],
    ['Default', defaults],
    ['Weakness', weakness],
  ].filter(([, text]) => text !== '')
}

/** What a strategy's texts may be made of; nothing where it has none. */
export const StrategyWords = ({ parameters }: StrategyDescription) => {
  const terms = parameters.flatMap(({ words = [] }) => words)
  if (terms.length === 0) return null
  return (
    <details class="ui-words">
      <summary>Names and functions</summary>
      <DefinitionList terms={terms} />
    </details>
  )
}

/** What a strategy does, and its facts. */
export function StrategyFacts({ strategy }: { readonly strategy: StrategyDescription }) {
  const { title, summary } = strategy
  return (
    <>
      <h2>{title}</h2>
      <p class="ui-quiet">{summary}</p>
      <StrategyWords {...strategy} />
      <dl class="ui-facts-list">
        {factsOf(strategy).map(([term, text]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
