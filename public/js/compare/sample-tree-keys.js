// @ts-check

import { focusOn } from './dom.js'

/** Trees under the keyboard: one tab stop, arrows, Home, End, Enter, as the ARIA tree pattern has it. */

/** @param {EventTarget | null} target */
export const itemAt = (target) => (target instanceof Element ? target.closest('[role="treeitem"]') : null)

/** @param {Element} area @param {{ press: (item: Element) => void, setOpen: (item: Element, isOpen: boolean) => void }} actions */
export function walkTrees(area, { press, setOpen }) {
  // The item that had the focus last is the one that Tab comes back to.
  area.addEventListener('focusin', ({ target }) => {
    const item = itemAt(target)
    if (!item || item !== target) return
    for (const one of item.closest('[role="tree"]')?.querySelectorAll('[tabindex="0"]') ?? [])
      one.setAttribute('tabindex', '-1')
    item.setAttribute('tabindex', '0')
  })
  area.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || event.ctrlKey || event.metaKey || event.altKey) return
    const item = itemAt(event.target)
    const way = item ? wayFrom(item, event.key) : undefined
    if (!item || way === undefined) return
    event.preventDefault()
    if (way === 'press') press(item)
    else if (way === 'open' || way === 'close') setOpen(item, way === 'open')
    else focusOn(way)
  })
}

/** What a key does in a tree: an item to go to, nothing (null), or undefined where the key is not the tree's. @param {Element} item @param {string} key */
function wayFrom(item, key) {
  const items = [...(item.closest('[role="tree"]')?.querySelectorAll('[role="treeitem"]') ?? [])]
  const at = items.indexOf(item)
  const open = item.getAttribute('aria-expanded')
  if (key === 'ArrowDown') return items[at + 1] ?? null
  if (key === 'ArrowUp') return items[at - 1] ?? null
  if (key === 'Home') return items[0] ?? null
  if (key === 'End') return items.at(-1) ?? null
  if (key === 'Enter' || key === ' ') return 'press'
  if (key === 'ArrowRight')
    return open === 'false' ? 'open' : open === 'true' ? (items[at + 1] ?? null) : null
  if (key === 'ArrowLeft') return open === 'true' ? 'close' : parentOf(items, at)
  return undefined
}

/** The nearest item before it on a lower level. @param {readonly Element[]} items @param {number} at */
function parentOf(items, at) {
  const levelOf = (/** @type {Element | undefined} */ one) => Number(one?.getAttribute('aria-level'))
  return items.slice(0, at).findLast((one) => levelOf(one) < levelOf(items[at])) ?? null
}
