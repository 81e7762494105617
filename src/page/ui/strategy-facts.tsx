import type { StrategyDescription } from '../../strategies/chain/describe.ts'

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

/** What a strategy does, and its facts. */
export function StrategyFacts({ strategy }: { readonly strategy: StrategyDescription }) {
  const { title, summary } = strategy
  return (
    <>
      <h2>{title}</h2>
      <p class="ui-quiet">{summary}</p>
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
