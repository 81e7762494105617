import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

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

/**
 * Hands the focus on when an element that holds it goes away, whatever takes it away.
 * @param next selectors of what may get it, the same list each time; undefined where it may be lost
 * @returns the element’s ref
 */
export function useFocusHandedOn(next: readonly string[] | undefined): RefObject<HTMLDivElement | null> {
  const own = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = own.current
    return () => {
      if (next && element?.contains(document.activeElement)) focusIfLost(...next)
    }
  }, [next])
  return own
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
