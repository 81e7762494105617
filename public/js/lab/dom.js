// @ts-check

/** Small helpers of the lab's page. */

/** @param {string} id */
export function byId(id) {
  const element = document.getElementById(id)
  if (!element) throw new Error(`the page has no #${id}`)
  return element
}

/** The form's fields as pairs, in order. @param {HTMLFormElement} form */
export function fieldsOf(form) {
  const params = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') params.append(name, value)
  return params
}

/** Tells a screen reader once. @param {string} text */
export function announce(text) {
  if (text) byId('lab-status').textContent = text
}

/** After a row was added or removed, the keyboard goes on where it makes sense. @param {HTMLFormElement} form @param {string} action */
export function focusAgain(form, action) {
  const [name, index] = action.split(':')
  const target = {
    'add-word': 'tr:last-child input[name="word"]',
    'remove-word': `#lab-words tr:nth-child(${Math.max(1, Number(index))}) input[name="word"]`,
    'add-lane': '#lab-chains li:last-child input[name="lane"]',
    'remove-lane': `#lab-chains li:nth-child(${Math.max(1, Number(index))}) input[name="lane"]`,
  }[name ?? '']
  const element = target ? form.querySelector(target) : null
  if (element instanceof HTMLInputElement) element.focus()
}
