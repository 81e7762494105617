// @ts-check

import { spotOf } from './branch-place.js'
import { branchAt } from './branching.js'
import { byId, focusOn } from './dom.js'
import { closeInspector } from './inspector.js'
import { data } from './store.js'

/** What the inspector's offers do: another candidate, or typed text, from the step it stands on. */

const panel = byId('inspector')
/** On a phone the inspector covers the text that grows. */
const isSheet = () => matchMedia('(max-width: 640px)').matches

/** @param {import('./branch.js').Choice} choice */
async function go(choice) {
  const key = Number(panel.dataset.key)
  const spot = spotOf(key)
  if (!spot) return
  if (isSheet()) closeInspector()
  else requestAnimationFrame(() => focusOn(panel.querySelector('[data-do="close-inspector"]')))
  const fault = await branchAt(spot, choice)
  if (fault) tell(fault)
}

/** @param {string} sentence */
function tell(sentence) {
  const fault = panel.querySelector('#branch-fault')
  if (!(fault instanceof HTMLElement)) return
  fault.hidden = false
  const words = fault.querySelector('span')
  if (words) words.textContent = sentence
}

/** @param {HTMLElement} button */
export function branchFromInspector(button) {
  void go({ step: Number(panel.dataset.step), token: Number(button.dataset.token) })
}

panel.addEventListener('submit', (event) => {
  if (!(event.target instanceof HTMLFormElement) || !event.target.matches('[data-branch-form]')) return
  event.preventDefault()
  const field = /** @type {HTMLInputElement} */ (byId('branch-text'))
  const space = /** @type {HTMLInputElement} */ (byId('branch-space'))
  if (field.value === '') return tell('Type at least one character.')
  if (field.value.length > data.limits.prompt)
    return tell(`Text may be ${data.limits.prompt} characters long.`)
  void go({ step: Number(panel.dataset.step), text: (space.checked ? ' ' : '') + field.value })
})
