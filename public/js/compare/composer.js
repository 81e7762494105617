// @ts-check

import { byId, fill } from './dom.js'
import { faultHtml, modelLabel, modelNote } from './page-view.js'
import { isBusy } from './run.js'
import { faultsOf } from './settings.js'
import { changed, data, onChange, state } from './store.js'

/** The fields everyone shares: typed text goes into the settings, the settings into the fields. */

const FIELDS = /** @type {const} */ (['prompt', 'model', 'maxTokens', 'seed', 'samples'])
const form = /** @type {HTMLFormElement} */ (byId('compare'))

/** @param {string} name */
const fieldOf = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name))

form.addEventListener('input', ({ target }) => {
  const name = FIELDS.find((one) => fieldOf(one) === target)
  if (!name) return
  state.settings[name] = fieldOf(name).value
  // A fault goes as soon as it is mended; a new one waits until the field is left.
  if (state.faults[name] && !faultsOf(state.settings, data)[name]) delete state.faults[name]
  changed()
})
form.addEventListener('change', ({ target }) => {
  const name = FIELDS.find((one) => fieldOf(one) === target)
  const fault = name && faultsOf(state.settings, data)[name]
  if (!name || !fault) return
  state.faults[name] = fault
  changed()
})

export function drawComposer() {
  const { settings, faults, run } = state
  for (const name of FIELDS) {
    const field = fieldOf(name)
    if (field.value !== settings[name]) field.value = settings[name]
    field.toggleAttribute('aria-invalid', faults[name] !== undefined)
    if (faults[name]) field.setAttribute('aria-invalid', 'true')
    if (name !== 'prompt') field.closest('.box')?.classList.toggle('is-bad', faults[name] !== undefined)
  }
  for (const place of form.querySelectorAll('[data-fault]')) {
    fill(place, faultHtml(faults[place.getAttribute('data-fault') ?? '']))
  }
  for (const option of byId('model').querySelectorAll('option')) {
    const model = data.models.find(({ id }) => id === option.value)
    if (model) option.textContent = modelLabel(model)
  }
  byId('model-note').textContent = modelNote(settings, data)
  const isSame = run && run.settings.prompt === settings.prompt && run.promptTokens.length > 0
  byId('prompt-tokens').textContent = isSame ? `${run.promptTokens.length} tokens` : ''
  for (const button of document.querySelectorAll('.composer [data-do="stop"], .dock [data-do="stop"]')) {
    button.toggleAttribute('disabled', !run || !isBusy(run))
  }
  form.querySelector('[data-do="export-menu"]')?.toggleAttribute('disabled', !run || run.lanes.length === 0)
}
onChange(drawComposer)
