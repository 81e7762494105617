import { useState } from 'preact/hooks'

interface Props {
  readonly label: string
  /** The value, or "off". */
  readonly text: string
  /** Whether it may be any text: the chain has signs for what would write around it. */
  readonly isText?: boolean
  /** Has what was typed, or undefined for "off". */
  readonly onText: (text: string | undefined) => void
}

/** What may be a number or a name; other signs would write into the chain around the value. */
const VALUE = /^[-.:;\w]+$/

/** A number, a text or "off". What is half typed is left alone: an empty field, or the beginning of "off". */
export function NumberBox({ label, text, isText = false, onText }: Props) {
  const [typed, setTyped] = useState<string>()
  return (
    <input
      type="text"
      class={`lab-input is-value${isText ? ' is-text' : ''}`}
      aria-label={label}
      value={typed ?? text}
      autoComplete="off"
      onInput={({ currentTarget }) => {
        const value = currentTarget.value.trim()
        setTyped(currentTarget.value)
        if (value === 'off') onText(undefined)
        else if (isText ? value !== '' : VALUE.test(value) && !'off'.startsWith(value)) onText(value)
      }}
      onBlur={() => setTyped(undefined)}
    />
  )
}
