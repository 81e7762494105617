import { Button, type ButtonProps } from './button.tsx'

interface Props extends Omit<ButtonProps, 'label' | 'children'> {
  readonly icon: string
  /** What it does, for who does not see the icon. */
  readonly label: string
}

/** A button of which only an icon is seen. */
export const IconButton = ({ label, class: kind = 'is-plain is-small', ...attributes }: Props) => (
  <Button {...attributes} class={`is-icon ${kind}`} aria-label={label} />
)
