// @ts-check

import { escapeHtml, icon } from '../html.js'
import { faultOf, formatChain, formatUse, parseChain, useOf } from './chain.js'
import { byId, focusOn } from './dom.js'
import { closePop, openPop } from './popover.js'
import { editStep } from './step-editor.js'
import { changed, data, state } from './store.js'

/** Adding a lane or a step: pick one of the registry, or type a chain. */

const pop = byId('pop')
/** @type {((notation: string) => void) | undefined} */
let chosen

/** @param {readonly import('./chain.js').Strategy[]} strategies */
function listHtml(strategies) {
  // Mistakes kept for comparison come last.
  const families = [...new Set(strategies.map(({ family }) => family))].sort(
    (one, other) => Number(one === 'bug museum') - Number(other === 'bug museum'),
  )
  return families
    .map((family) => {
      const items = strategies
        .filter((one) => one.family === family)
        .map((strategy) => {
          const notation = formatUse(useOf(strategy))
          return `<li><button type="button" data-pick="${escapeHtml(notation)}"><b>${escapeHtml(strategy.title)}</b><span>${escapeHtml(strategy.summary)}</span><span class="mono">${escapeHtml(notation)}</span></button></li>`
        })
      return `<h3>${escapeHtml(family.charAt(0).toUpperCase() + family.slice(1))}</h3><ul class="pick">${items.join('')}</ul>`
    })
    .join('')
}

/** @param {HTMLElement} anchor @param {string} [typed] @param {number} [instead] the lane to rewrite */
export function pickLane(anchor, typed = '', instead) {
  chosen = (notation) => {
    const lane = state.settings.lanes.find(({ key }) => key === instead)
    if (lane) lane.chain = notation
    else addLane(notation)
    closePop()
  }
  const label = instead === undefined ? 'Add lane' : 'Change lane'
  openPop(anchor, {
    html:
      `<form class="field" data-typed><label for="typed">Chain</label><div class="box"><input id="typed" class="mono" value="${escapeHtml(typed)}" placeholder="temperature:0.7+top-k:40+nucleus:0.9" autocomplete="off" spellcheck="false"><button class="btn">${label}</button></div><p class="fault" id="typed-fault" role="alert" hidden>${icon('warn')}<span></span></p></form>` +
      listHtml(data.strategies),
    kind: 'picker',
    label,
  })
}

/** @param {HTMLElement} anchor @param {number} key */
export function pickStep(anchor, key) {
  const lane = state.settings.lanes.find((one) => one.key === key)
  const chain = lane && parseChain(lane.chain, data.strategies)
  if (!lane || !chain || typeof chain === 'string') return
  chosen = (notation) => {
    const part = parseChain(notation, data.strategies)
    if (typeof part === 'string') return
    const [step] = part.steps
    if (step) chain.steps.push(step)
    else chain.search = part.search
    lane.chain = formatChain(chain)
    closePop()
    changed()
    const index = step ? chain.steps.length - 1 : chain.steps.length
    requestAnimationFrame(() => {
      const chip = document.querySelector(`[data-focus="chip-${key}-${index}"]`)
      if (chip instanceof HTMLElement && (step ?? part.search).strategy.parameters.length > 0)
        editStep(chip, key, index)
      else focusOn(chip)
    })
  }
  const present = new Set(chain.steps.map(({ strategy }) => strategy.id))
  const html = listHtml(
    data.strategies.filter(({ id }) => !present.has(id) && id !== chain.search.strategy.id),
  )
  openPop(anchor, { html, kind: 'picker', label: 'Add a step' })
}

/** @param {string} chain @param {number} [after] index of the lane before it */
export function addLane(chain, after = state.settings.lanes.length - 1) {
  const { lanes } = state.settings
  if (lanes.length >= data.limits.lanes) return
  const key = nextKey++
  lanes.splice(after + 1, 0, { key, chain })
  changed()
  requestAnimationFrame(() =>
    requestAnimationFrame(() => focusOn(document.querySelector(`[data-focus="chip-${key}-0"]`))),
  )
}

/** A removed lane's letter is not used again. */
let nextKey = Math.max(-1, ...state.settings.lanes.map(({ key }) => key)) + 1

pop.addEventListener('click', ({ target }) => {
  const notation =
    target instanceof Element ? target.closest('[data-pick]')?.getAttribute('data-pick') : undefined
  if (notation) chosen?.(notation)
  if (notation) changed()
})

pop.addEventListener('submit', (event) => {
  event.preventDefault()
  const input = byId('typed')
  const notation = input instanceof HTMLInputElement ? input.value.trim() : ''
  const fault = notation === '' ? 'Type a chain, or pick one below.' : faultOf(notation, data.strategies)
  const sentence = byId('typed-fault')
  sentence.hidden = fault === ''
  const words = sentence.querySelector('span')
  if (words) words.textContent = fault
  if (fault === '') chosen?.(notation)
  changed()
})
