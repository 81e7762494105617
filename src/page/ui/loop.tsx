import type { ComponentChildren } from 'preact'

interface CopyProps {
  readonly isOdd: boolean
  readonly children: ComponentChildren
}

/** One copy of a loop; copies are underlined in turn. */
export const LoopCopy = ({ isOdd, children }: CopyProps) => (
  <span class={`ui-loop${isOdd ? ' is-odd' : ''}`}>{children}</span>
)

/** How often a loop comes, after its last copy. */
export const LoopCount = ({ times }: { readonly times: number }) => (
  <span class="ui-loop-count">×{times}</span>
)
