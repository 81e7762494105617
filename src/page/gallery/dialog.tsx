import type { ComponentChildren } from 'preact'
import { Icon } from '../ui/icon.tsx'

interface Props {
  readonly id: string
  readonly title: string
  readonly children: ComponentChildren
}

/** What opens over the page, without scripts. */
export const GalleryDialog = ({ id, title, children }: Props) => (
  <div class="ui-popover gallery-dialog" popover="auto" id={id} role="dialog" aria-labelledby={`${id}-title`}>
    <div class="gallery-dialog-title">
      <h2 id={`${id}-title`}>{title}</h2>
      <button
        type="button"
        class="ui-button is-plain is-small is-icon"
        popovertarget={id}
        popovertargetaction="hide"
        autofocus
        aria-label="Close"
      >
        <Icon name="x" />
      </button>
    </div>
    {children}
  </div>
)
