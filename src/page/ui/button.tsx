import type { ComponentChildren, JSX } from 'preact'
import { Icon } from './icon.tsx'

export type ButtonProps = Omit<JSX.IntrinsicElements['button'], 'icon' | 'class' | 'children'> & {
  /** Before its words. */
  readonly icon?: string | undefined
  /** Its size and weight, beside what every button has. */
  readonly class?: string
  readonly children?: ComponentChildren
}

/** A button with words on it; it submits a form only with `type="submit"`. */
export const Button = ({ icon, class: kind, children, ...attributes }: ButtonProps) => (
  <button type="button" {...attributes} class={`ui-button${kind ? ` ${kind}` : ''}`}>
    {icon && <Icon name={icon} />}
    {children}
  </button>
)
