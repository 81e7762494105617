// @ts-check

/** @param {string} id */
export function byId(id) {
  const element = document.getElementById(id)
  if (!element) throw new Error(`the page has no #${id}`)
  return element
}

/** Tells a screen reader once. @param {string} text */
export function announce(text) {
  byId('status').textContent = text
}

/** Replaces an element's content where it differs, and gives the focus back to what had it. @param {Element} element @param {string} html */
export function fill(element, html) {
  if (drawn.get(element) === html) return
  drawn.set(element, html)
  const focused = document.activeElement
  const mark = focused instanceof HTMLElement && element.contains(focused) ? markOf(focused) : ''
  element.innerHTML = html
  const again = mark ? element.querySelector(mark) : null
  if (again instanceof HTMLElement) again.focus({ preventScroll: true })
}

/** What `fill` last wrote; an element others change must be forgotten first. @type {WeakMap<Element, string>} */
const drawn = new WeakMap()
/** @param {Element} element */
export const forget = (element) => drawn.delete(element)

/** @param {HTMLElement} element */
function markOf({ dataset }) {
  if (dataset.focus !== undefined) return `[data-focus="${dataset.focus}"]`
  return dataset.step === undefined ? '' : `[data-step="${dataset.step}"]`
}

/** Focus that returns must not move the page; focus that leads must. @param {Element} element */
function isSeen(element) {
  const { top, bottom } = element.getBoundingClientRect()
  return top >= 0 && bottom <= innerHeight
}

/** @param {Element | null | undefined} element */
export function focusOn(element) {
  if (element instanceof HTMLElement) element.focus({ preventScroll: isSeen(element) })
}

/** A button says that it was done, for two seconds. @param {Element} button @param {string} text */
export function confirmOn(button, text) {
  announce(text)
  const label = [...button.querySelectorAll('span')].at(-1)
  if (!label || label.dataset.was !== undefined) return
  label.dataset.was = label.textContent ?? ''
  label.textContent = text
  setTimeout(() => {
    label.textContent = label.dataset.was ?? ''
    delete label.dataset.was
  }, 2000)
}

/** Copies text; where the browser forbids it, through a selection. @param {string} text */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    document.body.append(area)
    area.select()
    document.execCommand('copy')
    area.remove()
  }
}
