import type { InputHTMLAttributes } from 'preact'

type Attributes =
  | 'name'
  | 'value'
  | 'inputmode'
  | 'required'
  | 'pattern'
  | 'title'
  | 'placeholder'
  | 'spellcheck'
  | 'onInput'

interface Props extends Pick<InputHTMLAttributes<HTMLInputElement>, Attributes> {
  readonly id: string
  readonly label: string
}

/** A line of text under its label. */
export const TextField = ({ label, ...input }: Props) => (
  <div class="ui-field">
    <label for={input.id}>{label}</label>
    <div class="ui-box">
      <input autocomplete="off" {...input} />
    </div>
  </div>
)
