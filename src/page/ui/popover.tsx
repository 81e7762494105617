import { signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { focusOn } from './focus.ts'
import { hasModifier } from './keys.ts'

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

/** Opens it with what is to be known of something. */
export const openFacts = (anchor: HTMLElement, label: string, Body: PopoverContent['Body']): void =>
  openPopover(anchor, { kind: 'ui-facts', label, Body })

export function closePopover(): void {
  const closing = open.peek()
  if (!closing) return
  open.value = undefined
  closing.anchor.setAttribute('aria-expanded', 'false')
  closing.onClose?.()
}

export const isPopoverOpen = (): boolean => open.peek() !== undefined

/** Rendered once on a page that opens popovers. */
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

/** From a button to what floats at it, and from there to the edge of the window, in pixels. */
const [GAP, MARGIN] = [6, 8]
/** What needs no more height than the first is shown whole, and more than that in no less than the second. */
const [SMALL, LEAST] = [340, 240]

/**
 * At its button, on the side that has room for it or more of it; above, the top bar and what is typed in stay
 * in sight.
 */
function place(pop: HTMLElement, anchor: HTMLElement): void {
  const set = (name: string, pixels?: number) =>
    pop.style.setProperty(name, pixels === undefined ? 'auto' : `${pixels}px`)
  set('--room', innerHeight - 2 * MARGIN)
  const { left, bottom, top } = anchor.getBoundingClientRect()
  const kept = [...document.querySelectorAll('.ui-topbar, textarea')]
    .map((part) => part.getBoundingClientRect().bottom)
    .filter((end) => end <= top)
  const ceiling = Math.max(0, ...kept) + MARGIN
  const floor = innerHeight - MARGIN
  const [above, below] = [top - GAP - ceiling, floor - bottom - GAP]
  const isBelow = pop.offsetHeight <= below || below >= above
  const need = pop.offsetHeight <= SMALL ? pop.offsetHeight : LEAST
  const room = Math.max(need, isBelow ? below : above)
  set('--room', room)
  set('--x', Math.max(MARGIN, Math.min(left, innerWidth - pop.offsetWidth - MARGIN)))
  set('--top', isBelow ? Math.min(floor - room, bottom + GAP) : undefined)
  const lift = Math.min(innerHeight - ceiling - room, innerHeight - top + GAP)
  set('--bottom', isBelow ? undefined : Math.max(MARGIN, lift))
}

/** Arrow keys, Home and End walk a list of choices: the whole popover, or the part of it marked for that. */
function walk(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const { target, currentTarget, key } = event
  if (!(target instanceof HTMLButtonElement) || hasModifier(event)) return
  const list = target.closest('[data-walk]') ?? currentTarget
  const buttons = [...list.querySelectorAll('button:not([disabled])')]
  const at = buttons.indexOf(target)
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[key]
  if (to === undefined) return
  event.preventDefault()
  focusOn(buttons.at(to % buttons.length))
}
