import { useLayoutEffect } from 'preact/hooks'

/** Focuses an element; the page moves only where the element is out of sight. */
export function focusOn(element: Element | null | undefined): void {
  if (!(element instanceof HTMLElement)) return
  const { top, bottom } = element.getBoundingClientRect()
  element.focus({ preventScroll: top >= 0 && bottom <= innerHeight })
}

/** Focuses what a change will have drawn by the next frame: of several selectors, the first one in use. */
export function focusSoon(...selectors: readonly string[]): void {
  requestAnimationFrame(() => focusOn(firstInUse(selectors)))
}

/** Where the focus was on what is gone by the next frame, or on nothing, it goes on; the page stays. */
export function focusIfLost(...selectors: readonly string[]): void {
  requestAnimationFrame(() => {
    const { activeElement: own, body } = document
    if (!own || own === body || !own.checkVisibility()) firstInUse(selectors)?.focus({ preventScroll: true })
  })
}

function firstInUse(selectors: readonly string[]): HTMLElement | undefined {
  const found = selectors.flatMap((selector) => [...document.querySelectorAll<HTMLElement>(selector)])
  return found.find((one) => one.checkVisibility() && !one.matches(':disabled'))
}

/**
 * Hands the focus on when a control that has it is disabled or goes away, however that came; the page stays.
 * @param own its selector
 * @param isOff whether it is disabled or gone
 */
export function useFocusAfter(own: string, isOff: boolean, ...next: readonly string[]): void {
  const hadFocus = isOff && typeof document !== 'undefined' && document.activeElement?.matches(own)
  useLayoutEffect(() => {
    if (hadFocus) firstInUse(next)?.focus({ preventScroll: true })
  })
}
