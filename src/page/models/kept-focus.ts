import { useLayoutEffect, useRef } from 'preact/hooks'

/** Whatever replaces the focused control of an element, under the same `data-focus`, has the focus then. */
export function useKeptFocus<Container extends HTMLElement>() {
  const container = useRef<Container>(null)
  const focused = container.current?.querySelector<HTMLElement>('[data-focus]:focus')?.dataset.focus
  useLayoutEffect(() => {
    const box = container.current
    if (focused === undefined || box?.contains(document.activeElement)) return
    box?.querySelector<HTMLElement>(`[data-focus="${focused}"]`)?.focus({ preventScroll: true })
  })
  return container
}
