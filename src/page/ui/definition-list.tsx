import type { ComponentChildren } from 'preact'

interface RowsProps {
  readonly terms: readonly { readonly name: string; readonly meaning: ComponentChildren }[]
}

interface Props extends RowsProps {
  readonly class?: string
}

/** Names and what they mean, in a list of definitions. */
export const DefinitionRows = ({ terms }: RowsProps) => (
  <>
    {terms.map(({ name, meaning }) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{meaning}</dd>
      </div>
    ))}
  </>
)

/** Names and what they mean, in a row. */
export const DefinitionList = ({ terms, class: own = 'ui-definitions' }: Props) => (
  <dl class={own}>
    <DefinitionRows terms={terms} />
  </dl>
)
