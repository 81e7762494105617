import { Icon } from './icon.tsx'

interface Option {
  readonly id: string
  readonly title: string
  /** The name of its group. */
  readonly group?: string
}

interface Props {
  /** Id of the one that is chosen; of a form that is sent as it is, the one that it begins with. */
  readonly value?: string
  readonly options: readonly Option[]
  readonly choose?: (id: string) => void
  readonly isSmall?: boolean
  readonly id?: string
  readonly name?: string
  readonly autofocus?: boolean | undefined
  readonly 'aria-label'?: string
  readonly 'data-name'?: string
  readonly 'data-change'?: string
  readonly 'data-focus'?: string
}

/** One of a list, as the browser offers it. */
export function Select({ options, choose, value, isSmall, ...attributes }: Props) {
  const groups = [...new Set(options.map(({ group }) => group))]
  return (
    <span class={`ui-box${isSmall ? ' is-small' : ''}`}>
      <select
        {...attributes}
        {...(choose && { value, onChange: ({ currentTarget }) => choose(currentTarget.value) })}
      >
        {groups.map((group) => {
          const members = options.filter((one) => one.group === group).map(optionOf(value))
          return group === undefined ? members : <optgroup key={group} label={group} children={members} />
        })}
      </select>
      <Icon name="down" />
    </span>
  )
}

const optionOf =
  (value: string | undefined) =>
  ({ id, title }: Option) => (
    <option key={id} value={id} selected={id === value}>
      {title}
    </option>
  )
