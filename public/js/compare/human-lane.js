// @ts-check

import { announce, byId, focusOn } from './dom.js'
import { isSameWish, joined, pFault, scoreRequestOf, wantedOf } from './human.js'
import { humanFormHtml } from './human-view.js'
import { closePop, openPop } from './popover.js'
import { changed, data, onChange, state } from './store.js'

/** Adding, scoring and removing a human text. It follows the run: another prompt or model, and it is scored again. */

/** @type {AbortController | undefined} */
let current

/** @param {import('./human.js').Wanted} wanted @param {AbortSignal} signal @returns {Promise<import('./human.js').ScoreResult>} */
async function score(wanted, signal) {
  const response = await fetch('/api/score', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(scoreRequestOf(wanted)),
    signal,
  })
  const reply = await response.json()
  if (!response.ok) throw new Error(reply.error.message)
  return reply
}

/** Keeps what is scored in step with what is set. */
async function follow() {
  const wanted = wantedOf(state, data)
  if (!wanted || isSameWish(wanted, state.human?.wanted)) {
    if (!wanted && state.human) {
      current?.abort()
      delete state.human
      changed()
    }
    return
  }
  current?.abort()
  const controller = new AbortController()
  current = controller
  const before = state.human
  const isSameText = before?.result && isSameWish({ ...before.wanted, p: wanted.p }, wanted)
  state.human = { wanted, ...(isSameText && before.result && { result: before.result }) }
  changed()
  try {
    const result = await score(wanted, controller.signal)
    state.human = { wanted, result }
  } catch (error) {
    if (controller.signal.aborted) return
    state.human = {
      wanted,
      message: error instanceof Error ? error.message : 'The server cannot be reached.',
    }
  }
  changed()
}
onChange(() => void follow())

/** @param {HTMLElement} anchor */
export function editHuman(anchor) {
  const { human = '' } = state.settings
  openPop(anchor, { html: humanFormHtml(human, human === ''), kind: 'human', label: 'Human text' })
}

export function removeHuman() {
  state.settings.human = ''
  state.settings.humanP = ''
  delete state.faults.humanP
  announce('Human text removed')
  changed()
  focusSoon('add-human')
}

/** Once the page is drawn anew. @param {string} mark */
function focusSoon(mark) {
  const focus = () => focusOn(document.querySelector(`[data-focus="${mark}"]`))
  requestAnimationFrame(() => requestAnimationFrame(focus))
}

const pop = byId('pop')

/** Says what is wrong in the popover, or takes the text over once the model has read it. */
async function submit() {
  const field = /** @type {HTMLTextAreaElement} */ (byId('human-text'))
  const text = field.value.replaceAll('\r\n', '\n').trim()
  const fault = textFault(text)
  tell(fault)
  if (fault) return focusOn(field)
  const wanted = wantedOf({ ...state, settings: { ...state.settings, human: text } }, data)
  if (!wanted) return
  const button = /** @type {HTMLButtonElement} */ (pop.querySelector('[data-human-add]'))
  button.textContent = 'Scoring'
  current?.abort()
  const controller = new AbortController()
  current = controller
  try {
    const result = await score(wanted, controller.signal)
    state.settings.human = text
    state.human = { wanted, result }
    closePop()
    announce(`Human text scored, ${result.tokens.length} tokens`)
    changed()
    focusSoon('human-edit')
  } catch (error) {
    if (controller.signal.aborted) return
    tell(error instanceof Error ? error.message : 'The server cannot be reached.')
    button.textContent = 'Try again'
    focusOn(field)
  }
}

/** @param {string} text */
function textFault(text) {
  if (text === '') return 'Paste or type a text first.'
  const { length } = joined({ text, prompt: state.settings.prompt, p: '', model: '' })
  const most = data.limits.prompt
  return length > most
    ? `A text may be ${most.toLocaleString('en-US')} characters long, got ${length.toLocaleString('en-US')}.`
    : ''
}

/** @param {string} fault */
function tell(fault) {
  const sentence = byId('human-fault')
  sentence.hidden = fault === ''
  const words = sentence.querySelector('span')
  if (words) words.textContent = fault
}

pop.addEventListener('click', ({ target }) => {
  if (target instanceof Element && target.closest('[data-human-add]')) void submit()
})
pop.addEventListener('keydown', (event) => {
  const isField = event.target instanceof Element && event.target.id === 'human-text'
  if (!isField || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
  event.preventDefault()
  event.stopPropagation()
  void submit()
})

byId('lanes').addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.id !== 'human-p') return
  const fault = target.value.trim() === '' ? '' : pFault(target.value)
  if (fault) state.faults.humanP = fault
  else {
    delete state.faults.humanP
    state.settings.humanP = target.value.trim()
  }
  changed()
})
