import type { ComponentChildren } from 'preact'
import { IconButton } from '../ui/icon-button.tsx'

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
      <IconButton icon="x" label="Close" popovertarget={id} popovertargetaction="hide" autofocus />
    </div>
    {children}
  </div>
)
