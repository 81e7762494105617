interface Props {
  readonly id: string
  /** Id of the one that is chosen. */
  readonly value: string
  readonly options: readonly { readonly id: string; readonly title: string }[]
  readonly choose: (id: string) => void
  readonly name?: string
  readonly autofocus?: boolean | undefined
  readonly 'aria-label'?: string
  readonly 'data-name'?: string
  readonly 'data-change'?: string
}

/** One of a list, as the browser offers it. */
export const Select = ({ options, choose, value, ...attributes }: Props) => (
  <select {...attributes} value={value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
    {options.map(({ id, title }) => (
      <option key={id} value={id} selected={id === value}>
        {title}
      </option>
    ))}
  </select>
)
