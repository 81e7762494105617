interface Props {
  readonly terms: readonly { readonly name: string; readonly meaning: string }[]
  readonly class?: string
}

/** Names and what they mean, in a row. */
export const DefinitionList = ({ terms, class: own = 'ui-definitions' }: Props) => (
  <dl class={own}>
    {terms.map(({ name, meaning }) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{meaning}</dd>
      </div>
    ))}
  </dl>
)
