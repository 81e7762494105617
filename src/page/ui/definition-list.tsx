/** Names and what they mean, in a row. */
export const DefinitionList = ({
  terms,
}: {
  readonly terms: readonly { readonly name: string; readonly meaning: string }[]
}) => (
  <dl class="ui-definitions">
    {terms.map(({ name, meaning }) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{meaning}</dd>
      </div>
    ))}
  </dl>
)
