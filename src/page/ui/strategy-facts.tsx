import type { StrategyDescription } from '../../strategies/chain/describe.ts'

/** What a strategy does, its rule, where it comes from, what it starts at and where it fails. */
export function StrategyFacts({ strategy }: { readonly strategy: StrategyDescription }) {
  const { title, summary, formula, paper, weakness, parameters } = strategy
  const defaults = parameters
    .map(({ name, fallback, help }) => `${name} ${fallback === '' ? 'none' : fallback}, ${help}`)
    .join('; ')
  const facts = [
    ['Rule', formula],
    ['Source', paper],
    ['Default', defaults],
    ['Weakness', weakness],
  ].filter(([, text]) => text !== '')
  return (
    <>
      <h2>{title}</h2>
      <p class="ui-quiet">{summary}</p>
      <dl class="ui-facts-list">
        {facts.map(([term, text]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
