import type { ComponentChildren, HTMLAttributes } from 'preact'
import { copySelected } from '../copy/selected-text.ts'
import { usePage } from '../state/page.ts'
import { tokenEvents } from './token-events.ts'

interface Props {
  /** What moves its lanes; absent where they stay. */
  readonly moving?: HTMLAttributes<HTMLDivElement>
  readonly children: ComponentChildren
  /** What is offered after the last lane. */
  readonly end?: ComponentChildren
}

/** The frame of lanes side by side: it scrolls, and has the listeners of their tokens. */
export function LaneSheet({ moving, children, end }: Props) {
  const page = usePage()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, so the keyboard must reach it
    <section class="lanes-scroll" id="lanes-scroll" tabIndex={0} aria-label="Lanes">
      <div
        class="lane-columns"
        id="lanes"
        data-heat={page.look.value.heat}
        {...tokenEvents(page)}
        onCopy={(event) => copySelected(page, event)}
        {...moving}
      >
        {children}
      </div>
      {end}
    </section>
  )
}
