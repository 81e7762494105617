// @ts-check

import { formatChain, isOff, parseChain, useOf, valueFault } from './chain.js'
import { byId, focusOn } from './dom.js'
import { editorHtml, positionOf, TRAVEL, valueAt } from './editor-view.js'
import { amateursFor } from './lane-model.js'
import { closePop, openPop } from './popover.js'
import { changed, data, state } from './store.js'

/**
 * Edits one step of a lane's chain, in the popover on its chip. The chain's text is the setting; this rewrites it.
 * @typedef {import('./chain.js').Chain} Chain
 */

const pop = byId('pop')
const searches = data.strategies.filter(({ kind }) => kind === 'search')
/** What a step's value was before it was switched off, by step id and parameter. @type {Map<string, string>} */
const before = new Map()

/** @param {number} key */
const laneOf = (key) => state.settings.lanes.find((lane) => lane.key === key)

/** The lane's chain, the step in it, and a way to write it back. */
function edited() {
  const { editing } = state
  const lane = editing && laneOf(editing.key)
  const chain = lane && parseChain(lane.chain, data.strategies)
  if (!editing || !lane || !chain || typeof chain === 'string') return undefined
  const use = editing.index < chain.steps.length ? chain.steps[editing.index] : chain.search
  return use ? { editing, lane, chain, use } : undefined
}

/** @param {HTMLElement} chip @param {number} key @param {number} index */
export function editStep(chip, key, index) {
  state.editing = { key, index }
  const open = edited()
  if (!open) return
  openPop(chip, {
    html: bodyOf(open),
    kind: 'editor',
    label: `Edit ${open.use.strategy.title}`,
    closed: () => {
      delete state.editing
      changed()
    },
  })
  paintSliders()
  changed()
}

/** @param {NonNullable<ReturnType<typeof edited>>} open */
const bodyOf = ({ editing, lane, chain, use }) =>
  editorHtml(use, {
    index: editing.index,
    count: chain.steps.length,
    searches,
    models: amateursFor(lane.chain, state.settings, data.models),
  })

/** Writes the chain back; the editor is drawn anew where its shape changed. @param {NonNullable<ReturnType<typeof edited>>} open @param {boolean} isReshaped */
function write(open, isReshaped) {
  open.lane.chain = formatChain(open.chain)
  delete state.faults[`lane-${open.lane.key}`]
  if (isReshaped) {
    const now = edited()
    if (now) pop.innerHTML = bodyOf(now)
    paintSliders()
  }
  changed()
}

function paintSliders() {
  for (const slider of pop.querySelectorAll('input[type="range"]')) {
    if (slider instanceof HTMLInputElement)
      slider.style.setProperty('--v', `${(100 * Number(slider.value)) / TRAVEL}%`)
  }
}

pop.addEventListener('input', ({ target }) => {
  const open = edited()
  if (!open || !(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return
  const { change, name = '' } = target.dataset
  const parameter = open.use.strategy.parameters.find((one) => one.name === name)
  if (change === 'off') switchOff(open, target instanceof HTMLInputElement && target.checked)
  else if (change === 'search') {
    const strategy = searches.find(({ id }) => id === target.value)
    if (strategy) open.chain.search = useOf(strategy)
    write(open, true)
    byId('knob-search').focus()
  } else if (parameter) {
    const text = change === 'slider' ? String(valueAt(parameter, Number(target.value))) : target.value.trim()
    open.use.values[name] = text
    write(open, false)
    refresh(open.use, parameter, target)
  }
})

/** @param {NonNullable<ReturnType<typeof edited>>} open @param {boolean} isOffNow */
function switchOff(open, isOffNow) {
  const { strategy, values } = open.use
  for (const { name, off, fallback } of strategy.parameters) {
    if (off === undefined) continue
    const memory = `${open.lane.key}/${strategy.id}/${name}`
    if (isOffNow) before.set(memory, values[name] ?? '')
    values[name] = isOffNow ? String(off) : (before.get(memory) ?? String(fallback))
  }
  write(open, true)
  const box = pop.querySelector('[data-change="off"]')
  if (box instanceof HTMLElement) box.focus()
}

/** The twin of what was moved, the fault, the switch. @param {import('./chain.js').Use} use @param {import('./chain.js').Parameter} parameter @param {HTMLElement} source */
function refresh(use, parameter, source) {
  const { name } = parameter
  const text = use.values[name] ?? ''
  const off = isOff(use)
  const fault = valueFault(parameter, text)
  const knob = pop.querySelector(`[data-knob="${name}"]`)
  for (const input of knob?.querySelectorAll('input') ?? []) {
    const isSlider = input.type === 'range'
    if (input !== source) input.value = isSlider ? String(positionOf(parameter, Number(text))) : text
    if (isSlider) input.setAttribute('aria-valuetext', off ? 'off' : text)
    else if (fault) input.setAttribute('aria-invalid', 'true')
    else input.removeAttribute('aria-invalid')
  }
  const sentence = knob?.querySelector('.fault')
  if (sentence instanceof HTMLElement) {
    sentence.hidden = !fault
    const words = sentence.querySelector('span')
    if (words) words.textContent = fault
  }
  for (const one of pop.querySelectorAll('.knob')) one.classList.toggle('is-off', off)
  const toggle = pop.querySelector('[data-change="off"]')
  if (toggle instanceof HTMLInputElement) toggle.checked = off
  paintSliders()
}

pop.addEventListener('click', ({ target }) => {
  const action =
    target instanceof Element ? target.closest('[data-step-do]')?.getAttribute('data-step-do') : undefined
  const open = edited()
  if (!action || !open) return
  const { editing, chain } = open
  const [moved] = chain.steps.splice(editing.index, 1)
  if (action !== 'remove' && moved) {
    const to = editing.index + (action === 'earlier' ? -1 : 1)
    chain.steps.splice(to, 0, moved)
    state.editing = { key: editing.key, index: to }
  }
  write(open, action !== 'remove')
  if (action === 'remove') closePop()
  else
    focusOn(
      pop.querySelector(`[data-step-do="${action}"]:not([disabled])`) ??
        pop.querySelector('[data-step-do]:not([disabled])'),
    )
})
