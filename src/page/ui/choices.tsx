interface Props<Name extends string> {
  /** Of the radio buttons. */
  readonly name: string
  readonly choices: Readonly<Record<Name, { readonly title: string }>>
  readonly chosen: Name
  readonly choose: (name: Name) => void
}

/** One of a few, as buttons side by side. */
export function Choices<Name extends string>({ name, choices, chosen, choose }: Props<Name>) {
  return (
    <>
      {(Object.keys(choices) as Name[]).map((value) => (
        <label key={value}>
          <input
            type="radio"
            name={name}
            value={value}
            checked={value === chosen}
            onChange={() => choose(value)}
          />
          <span>{choices[value].title}</span>
        </label>
      ))}
    </>
  )
}
