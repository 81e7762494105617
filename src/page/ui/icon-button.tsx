import type { JSX } from 'preact'
import { Icon } from './icon.tsx'

type Props = Omit<JSX.IntrinsicElements['button'], 'icon' | 'label' | 'class' | 'children'> & {
  readonly icon: string
  /** What it does, for who does not see the icon. */
  readonly label: string
  /** Its size and weight, beside what every such button has. */
  readonly class?: string
}

/** A button of which only an icon is seen. */
export const IconButton = ({ icon, label, class: kind = 'is-plain is-small', ...attributes }: Props) => (
  <button type="button" {...attributes} class={`ui-button is-icon ${kind}`} aria-label={label}>
    <Icon name={icon} />
  </button>
)
