// @ts-check

import { act, converted } from './actions.js'
import { announce, byId, fieldsOf, focusAgain } from './dom.js'
import { lanesHtml, wordsHtml } from './forms.js'
import { foldKnobs, listenToKnobs, refreshKnobs } from './knob-controls.js'
import { PRESETS, presetOf } from './presets.js'
import { createRedraw } from './redraw.js'
import { firstWrong } from './request.js'
import { stateFrom } from './state.js'
import { listenToTake } from './take.js'

/**
 * The lab at work. The form holds the settings; this reads them after every keystroke and has them drawn.
 * @typedef {import('./state.js').LabState} LabState
 */

const form = /** @type {HTMLFormElement} */ (byId('lab'))
/** @type {import('./chain.js').Strategy[]} */
const strategies = JSON.parse(byId('lab-strategies').textContent ?? '[]')

const read = () => stateFrom(fieldsOf(form))
const redraw = createRedraw(form)

/** Draws the tables a person edits anew, for settings that the form does not show yet. @param {LabState} state @param {string} [note] */
function show(state, note) {
  byId('lab-words').innerHTML = wordsHtml(state, [], firstWrong(state))
  byId('lab-chains').innerHTML = lanesHtml(state, [])
  setRadio('mode', state.mode)
  setRadio('preset', state.preset)
  setHidden('loaded', state.preset)
  setHidden('was-mode', state.mode)
  byId('lab-preset-note').textContent = note ?? PRESETS.find(({ id }) => id === state.preset)?.note ?? ''
  refreshKnobs(strategies, state)
  redraw.now(state)
}

/** @param {string} name @param {string} value */
function setRadio(name, value) {
  for (const input of form.querySelectorAll(`input[name="${name}"]`)) {
    if (input instanceof HTMLInputElement) input.checked = input.value === value
  }
}

/** @param {string} name @param {string} value */
function setHidden(name, value) {
  const input = form.elements.namedItem(name)
  if (input instanceof HTMLInputElement) input.value = value
}

/** A word or number was edited: the shape no longer has the preset's name. @param {LabState} state */
function nameShape(state) {
  setRadio('preset', state.preset)
  setHidden('loaded', state.preset)
  byId('lab-preset-note').textContent = PRESETS.find(({ id }) => id === state.preset)?.note ?? ''
}

form.addEventListener('input', ({ target }) => {
  if (!(target instanceof HTMLInputElement)) return
  const { name } = target
  if (name === 'preset') {
    const preset = presetOf(target.value)
    if (preset) show({ ...read(), preset: preset.id, mode: preset.mode, entries: preset.entries })
  } else if (name === 'mode') {
    const before = form.elements.namedItem('was-mode')
    const from = before instanceof HTMLInputElement ? before.value : 'logits'
    show(converted(read(), /** @type {LabState['mode']} */ (from)))
  } else if (name === 'word' || name === 'value') {
    const state = read()
    nameShape(state)
    redraw.soon(state)
  } else if (name === 'lane' || name === 'selected') {
    const state = read()
    refreshKnobs(strategies, state)
    redraw.soon(state)
  } else if (name === 'show') redraw.showDraws(read())
  else if (name === 'history') redraw.soon(read())
})

form.addEventListener('submit', (event) => {
  event.preventDefault()
  const submitter = event.submitter instanceof HTMLButtonElement ? event.submitter : null
  const params = fieldsOf(form)
  params.set('do', submitter?.value ?? 'draw')
  for (const place of ['list', 'count']) byId(`lab-${place}-error`).textContent = ''
  const name = params.get('do') ?? ''
  if (name === 'draw' || name === 'redraw') return redraw.draw(read())
  const { state, refusal, told } = act(read(), params)
  if (refusal) {
    byId(`lab-${refusal.place}-error`).textContent = refusal.message
    return
  }
  show(state, told)
  announce(told ?? '')
  focusAgain(form, name)
})

// Enter in a field redraws; it must not press the first button that removes something.
form.addEventListener('keydown', (event) => {
  const { target } = event
  if (event.key !== 'Enter' || !(target instanceof HTMLInputElement)) return
  event.preventDefault()
  if (target.name === 'context') form.requestSubmit(form.querySelector('button[value="count"]'))
  else if (target.name === 'draws' || target.name === 'seed') redraw.draw(read())
  else if (!target.dataset.box) redraw.now(read())
})

listenToKnobs(form, strategies, () => redraw.soon(read()))
listenToTake(read)
foldKnobs()
refreshKnobs(strategies, read())
redraw.now(read())
