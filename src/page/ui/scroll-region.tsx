import type { ComponentChildren } from 'preact'

interface Props {
  readonly label: string
  readonly children: ComponentChildren
}

/** What may be wider than its place and then scrolls sideways, by keyboard too. */
export const ScrollRegion = ({ label, children }: Props) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard scrolls it
  <section class="ui-scroll" tabIndex={0} aria-label={label}>
    {children}
  </section>
)
