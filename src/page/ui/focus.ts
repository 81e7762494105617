/** Focuses an element; the page moves only where the element is out of sight. */
export function focusOn(element: Element | null | undefined): void {
  if (!(element instanceof HTMLElement)) return
  const { top, bottom } = element.getBoundingClientRect()
  element.focus({ preventScroll: top >= 0 && bottom <= innerHeight })
}

/** Focuses what a change will have drawn by the next frame. */
export function focusSoon(selector: string): void {
  requestAnimationFrame(() => focusOn(document.querySelector(selector)))
}
