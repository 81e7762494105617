import { Icon } from '../ui/icon.tsx'

interface Props {
  readonly href: string
  /** Where there are several beside each other. */
  readonly label?: string
  /** What it runs, for a screen reader: the context shows it to the eye. */
  readonly of?: string
}

/** Opens a run on Compare. */
export const RunLink = ({ href, label = 'Run it here', of }: Props) => (
  <a class="ui-button is-small" href={href} aria-label={of && `${label}: ${of}`}>
    <Icon name="play" />
    {label}
  </a>
)
