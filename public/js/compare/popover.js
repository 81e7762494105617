// @ts-check

import { byId, focusOn } from './dom.js'

/** The one thing that floats: it opens at a button, closes with Esc or a click elsewhere, and gives the focus back. */

const pop = byId('pop')
/** @type {string} */
let opener = ''
/** @type {(() => void) | undefined} */
let onClose

/**
 * @param {HTMLElement} anchor
 * @param {{ html: string, kind: string, label: string, closed?: () => void }} content
 */
export function openPop(anchor, { html, kind, label, closed }) {
  if (pop.matches(':popover-open')) pop.hidePopover()
  pop.className = `pop ${kind}`
  pop.setAttribute('role', 'dialog')
  pop.setAttribute('aria-label', label)
  pop.innerHTML = html
  opener = anchor.dataset.focus ? `[data-focus="${anchor.dataset.focus}"]` : ''
  onClose = closed
  anchor.setAttribute('aria-expanded', 'true')
  pop.showPopover()
  place(anchor)
  focusOn(pop.querySelector('[autofocus], input, button, select'))
}

export const closePop = () => {
  if (isPopOpen()) pop.hidePopover()
}
export const isPopOpen = () => pop.matches(':popover-open')

/** @param {HTMLElement} anchor */
function place(anchor) {
  const { left, bottom, top } = anchor.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = pop
  const below = bottom + 6
  const y = below + height <= innerHeight - 8 ? below : Math.max(8, top - 6 - height)
  pop.style.setProperty('--x', `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`)
  pop.style.setProperty('--y', `${y}px`)
}

pop.addEventListener('toggle', (event) => {
  if (!(event instanceof ToggleEvent) || event.newState !== 'closed') return
  for (const one of document.querySelectorAll('[aria-expanded="true"]'))
    one.setAttribute('aria-expanded', 'false')
  const hadFocus = document.activeElement === document.body || pop.contains(document.activeElement)
  onClose?.()
  onClose = undefined
  const back = hadFocus && opener ? document.querySelector(opener) : null
  if (back instanceof HTMLElement) back.focus({ preventScroll: true })
})

// Arrow keys walk a list of choices.
pop.addEventListener('keydown', (event) => {
  const stride = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (stride === undefined || !(event.target instanceof HTMLButtonElement)) return
  event.preventDefault()
  const buttons = [...pop.querySelectorAll('button:not([disabled])')]
  focusOn(buttons[(buttons.indexOf(event.target) + stride + buttons.length) % buttons.length])
})
