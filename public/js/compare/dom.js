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

/** @param {HTMLElement} element */
function markOf({ dataset }) {
  if (dataset.focus !== undefined) return `[data-focus="${dataset.focus}"]`
  return dataset.step === undefined ? '' : `[data-step="${dataset.step}"]`
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
