import type { ComponentChildren, InputHTMLAttributes } from 'preact'

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
  | 'onChange'
  | 'aria-invalid'

interface Props extends Pick<InputHTMLAttributes<HTMLInputElement>, Attributes> {
  readonly id: string
  readonly label: string
  /** What comes below it, such as what is wrong with it. */
  readonly children?: ComponentChildren
}

/** A line of text under its label. */
export const TextField = ({ label, children, ...input }: Props) => (
  <div class="ui-field">
    <label for={input.id}>{label}</label>
    <div class="ui-box">
      <input autocomplete="off" {...input} />
    </div>
    {children}
  </div>
)
