import { signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { focusOn } from './focus.ts'

/** What the popover shows. */
export interface PopoverContent {
  /** A class for its size and shape, such as `menu`. */
  readonly kind: string
  readonly label: string
  /** Drawn anew whenever a signal it reads changes. */
  readonly Body: () => ComponentChildren
  readonly onClose?: () => void
}

interface Open extends PopoverContent {
  readonly anchor: HTMLElement
}

/** The one thing that floats on a page; nobody else shows or hides it. In the browser only. */
const open = signal<Open | undefined>(undefined)

/** Opens it at a button. The button keeps `aria-expanded`, and has the focus again when it closes. */
export function openPopover(anchor: HTMLElement, content: PopoverContent): void {
  closePopover()
  open.value = { anchor, ...content }
}

export function closePopover(): void {
  const closing = open.peek()
  if (!closing) return
  open.value = undefined
  closing.anchor.setAttribute('aria-expanded', 'false')
  closing.onClose?.()
}

export const isPopoverOpen = (): boolean => open.peek() !== undefined

/** Stands once on a page that opens popovers. */
export function Popover() {
  const element = useRef<HTMLDivElement>(null)
  const shown = useRef<Open | undefined>(undefined)
  const content = open.value
  useLayoutEffect(() => {
    const pop = element.current
    if (!pop || !content) return
    content.anchor.setAttribute('aria-expanded', 'true')
    pop.showPopover()
    shown.current = content
    place(pop, content.anchor)
    focusOn(
      [...pop.querySelectorAll('[autofocus]')].at(-1) ??
        pop.querySelector('input, textarea, button, select') ??
        pop,
    )
    return () => {
      const hadFocus = document.activeElement === document.body || pop.contains(document.activeElement)
      if (pop.matches(':popover-open')) pop.hidePopover()
      if (hadFocus) openerOf(content.anchor)?.focus({ preventScroll: true })
    }
  }, [content])
  return (
    <div
      id="pop"
      ref={element}
      class={`ui-popover ${content?.kind ?? ''}`}
      popover="auto"
      role="dialog"
      aria-label={content?.label}
      tabIndex={-1}
      onToggle={({ newState }) => {
        // The event comes late: by then the next content may be on its way.
        if (newState === 'closed' && shown.current === open.peek()) closePopover()
      }}
      onKeyDown={walk}
    >
      {content && <content.Body />}
    </div>
  )
}

/** The button itself, or the one with its `data-focus` that has been drawn in its place. */
function openerOf(anchor: HTMLElement): HTMLElement | null {
  const mark = anchor.dataset.focus
  return anchor.isConnected || !mark ? anchor : document.querySelector(`[data-focus="${mark}"]`)
}

function place(pop: HTMLElement, anchor: HTMLElement): void {
  const { left, bottom, top } = anchor.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = pop
  const below = bottom + 6
  const y = below + height <= innerHeight - 8 ? below : Math.max(8, top - 6 - height)
  pop.style.setProperty('--x', `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`)
  pop.style.setProperty('--y', `${y}px`)
}

/** Arrow keys walk a list of choices. */
function walk(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const stride = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (stride === undefined || !(event.target instanceof HTMLButtonElement)) return
  event.preventDefault()
  const buttons = [...event.currentTarget.querySelectorAll('button:not([disabled])')]
  focusOn(buttons[(buttons.indexOf(event.target) + stride + buttons.length) % buttons.length])
}
