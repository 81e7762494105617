// @ts-check

import { escapeHtml, icon } from '../html.js'
import { splitLane } from './chain.js'
import { announce, byId } from './dom.js'
import { titleOf } from './lane-model.js'
import { modelLabel } from './page-view.js'
import { closePop, openPop } from './popover.js'
import { letterOf } from './settings.js'
import { changed, data, state } from './store.js'

/** Which model a lane runs on: the run's, or one of its own. */

const pop = byId('pop')
/** The lane whose menu is open. */
let chosen = -1

/** @param {HTMLElement} anchor @param {number} key */
export function modelMenu(anchor, key) {
  const lane = state.settings.lanes.find((one) => one.key === key)
  if (!lane) return
  chosen = key
  const { model } = splitLane(lane.chain)
  const run = titleOf(state.settings.model, data.models)
  const choices = [
    { id: '', label: `Same as the run, now ${run}` },
    ...data.models.map((one) => ({ id: one.id, label: modelLabel(one) })),
  ]
  const items = choices.map(
    ({ id, label }) =>
      `<li><button type="button" data-model="${escapeHtml(id)}"${id === model ? ' aria-current="true" autofocus' : ''}>${id === model ? icon('check') : '<svg class="i" aria-hidden="true"></svg>'}<span>${escapeHtml(label)}</span></button></li>`,
  )
  openPop(anchor, {
    html: `<ul>${items.join('')}</ul>`,
    kind: 'menu',
    label: `Model of lane ${letterOf(key)}`,
  })
}

pop.addEventListener('click', ({ target }) => {
  const id = target instanceof Element ? target.closest('[data-model]')?.getAttribute('data-model') : null
  const lane = state.settings.lanes.find(({ key }) => key === chosen)
  if (id === null || id === undefined || !lane) return
  const { chain } = splitLane(lane.chain)
  lane.chain = id === '' ? chain : `${chain}@${id}`
  delete state.faults[`lane-${lane.key}`]
  closePop()
  announce(`Lane ${letterOf(lane.key)} runs on ${titleOf(id || state.settings.model, data.models)}`)
  changed()
})
