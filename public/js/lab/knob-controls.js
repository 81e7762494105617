// @ts-check

import { settingOf, usesOf, withStep } from './chain.js'
import { byId } from './dom.js'
import { knobsHtml } from './knobs.js'
import { detentOf, positionOf, strideOf, TRAVEL, valueAt } from './scale.js'
import { letterOf } from './text.js'

/**
 * The knobs turn the chain of the panel that is picked: the chain's text is the setting, a knob only edits it.
 * @typedef {import('./chain.js').Strategy} Strategy
 * @typedef {import('./state.js').LabState} LabState
 */

/** On a narrow screen only the families in use start open. */
export function foldKnobs() {
  if (!matchMedia('(max-width: 640px)').matches) return
  for (const one of byId('lab-knobs').querySelectorAll('details')) one.open = Number(one.dataset.on) > 0
}

/** @param {readonly Strategy[]} strategies @param {LabState} state */
export function refreshKnobs(strategies, state) {
  const box = byId('lab-knobs')
  box.dataset.words = String(state.entries.length)
  const open = new Map([...box.querySelectorAll('details')].map((one) => [one.dataset.family, one.open]))
  const focused = document.activeElement instanceof HTMLElement ? selectorOf(document.activeElement) : ''
  box.innerHTML = knobsHtml(state.lanes[state.selected] ?? '', strategies, state.entries.length)
  for (const one of box.querySelectorAll('details')) {
    one.open = Number(one.dataset.on) > 0 || (open.get(one.dataset.family) ?? one.open)
  }
  for (const slider of box.querySelectorAll('input[type="range"]')) paint(slider)
  byId('lab-knobs-of').textContent = letterOf(state.selected)
  const again = focused ? box.querySelector(focused) : null
  if (again instanceof HTMLElement) again.focus()
}

/** @param {HTMLElement} element */
function selectorOf({ dataset }) {
  const { slide, box, toggle, parameter } = dataset
  if (toggle) return `[data-toggle="${toggle}"]`
  if (slide) return `[data-slide="${slide}"][data-parameter="${parameter}"]`
  return box ? `[data-box="${box}"][data-parameter="${parameter}"]` : ''
}

/** The filled part of the track. @param {Element} slider */
function paint(slider) {
  if (slider instanceof HTMLInputElement)
    slider.style.setProperty('--v', `${Number(slider.value) / (TRAVEL / 100)}%`)
}

/** @param {HTMLFormElement} form @param {readonly Strategy[]} strategies @param {() => void} changed */
export function listenToKnobs(form, strategies, changed) {
  const box = byId('lab-knobs')
  const laneInput = () => {
    const picked = form.querySelector('input[name="selected"]:checked')
    const inputs = form.querySelectorAll('input[name="lane"]')
    const input = inputs[picked instanceof HTMLInputElement ? Number(picked.value) : 0]
    return input instanceof HTMLInputElement ? input : undefined
  }
  const words = () => Number(box.dataset.words ?? 0)

  /** @param {string} id @param {Record<string, string> | undefined} values */
  const set = (id, values) => {
    const input = laneInput()
    if (!input) return
    input.value = withStep(input.value, id, values, strategies)
    changed()
  }
  /** The step's present numbers with one changed. @param {Strategy} strategy @param {string} parameter @param {string} value */
  const withValue = (strategy, parameter, value) => {
    const use = usesOf(laneInput()?.value ?? '', strategies).find(({ id }) => id === strategy.id)
    const [first] = strategy.parameters
    const base = use?.values ?? {}
    const complete = first && parameter !== first.name ? { [first.name]: settingOf(use, first) } : {}
    return { ...complete, ...base, [parameter]: value }
  }

  box.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return
    const { slide, box: boxed, parameter = '' } = target.dataset
    const strategy = strategies.find(({ id }) => id === (slide ?? boxed))
    const described = strategy?.parameters.find(({ name }) => name === parameter)
    if (!strategy || !described) return
    if (slide) turn(target, strategy, described)
    else type(target, strategy, described)
  })

  /** @param {HTMLInputElement} slider @param {Strategy} strategy @param {Strategy['parameters'][number]} parameter */
  function turn(slider, strategy, parameter) {
    const detent = detentOf(parameter, words())
    const isOff =
      detent !== undefined && Math.abs(Number(slider.value) - detent) < strideOf(parameter, words()) / 2
    if (isOff) slider.value = String(detent)
    const text = isOff ? 'off' : String(valueAt(parameter, Number(slider.value), words()))
    const twin = box.querySelector(`[data-box="${strategy.id}"][data-parameter="${parameter.name}"]`)
    if (twin instanceof HTMLInputElement) twin.value = text
    slider.setAttribute('aria-valuetext', text)
    apply(slider, strategy, parameter, isOff ? undefined : text)
  }

  /** @param {HTMLInputElement} input @param {Strategy} strategy @param {Strategy['parameters'][number]} parameter */
  function type(input, strategy, parameter) {
    const text = input.value.trim()
    const isOff = text === 'off'
    if (text === '' || (!isOff && 'off'.startsWith(text))) return
    const slider = box.querySelector(`[data-slide="${strategy.id}"][data-parameter="${parameter.name}"]`)
    if (slider instanceof HTMLInputElement && !isOff && Number.isFinite(Number(text))) {
      slider.value = String(positionOf(parameter, Number(text), words()))
    }
    apply(slider ?? input, strategy, parameter, isOff ? undefined : text)
  }

  /** @param {Element} slider @param {Strategy} strategy @param {Strategy['parameters'][number]} parameter @param {string | undefined} text */
  function apply(slider, strategy, parameter, text) {
    paint(slider)
    const row = slider.closest('.knob')
    const toggle = box.querySelector(`[data-toggle="${strategy.id}"]`)
    if (!row?.classList.contains('extra')) {
      row?.classList.toggle('is-off', text === undefined)
      if (toggle instanceof HTMLInputElement) toggle.checked = text !== undefined
    }
    set(strategy.id, text === undefined ? undefined : withValue(strategy, parameter.name, text))
  }

  box.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return
    const { toggle } = target.dataset
    if (toggle) {
      const [first] = strategies.find(({ id }) => id === toggle)?.parameters ?? []
      set(toggle, target.checked ? (first ? { [first.name]: String(first.fallback) } : {}) : undefined)
    }
    form.querySelector('input[name="selected"]:checked')?.dispatchEvent(new Event('input', { bubbles: true }))
  })
}
