// @ts-check

import { escapeHtml } from '../html.js'
import { announce, byId } from './dom.js'
import { addLane } from './picker.js'
import { closePop, openPop } from './popover.js'
import { data, state } from './store.js'

/**
 * One lane's numbers in other engines' orders: which engines have its steps, how they order them, what else differs.
 * @typedef {{ id: string, title: string, version: string, semantics: string, differences: string[], lane: string | null, missing: string[] }} EngineLane
 */

const pop = byId('pop')

/** @param {HTMLElement} anchor @param {string} lane @param {number} after index of the lane */
export async function enginesMenu(anchor, lane, after) {
  const response = await fetch(`/api/engines?lane=${encodeURIComponent(lane)}`)
  const reply = await response.json()
  if (!response.ok) {
    openPop(anchor, {
      html: `<p class="quiet">${escapeHtml(reply.error.message)}</p>`,
      kind: 'picker',
      label: 'Engine orders',
    })
    return
  }
  /** @type {EngineLane[]} */
  const engines = reply
  const able = engines.filter((engine) => engine.lane !== null)
  const all =
    able.length > 1
      ? `<button type="button" class="btn small" data-engines="${escapeHtml(JSON.stringify(able.map((engine) => engine.lane)))}">Add all ${able.length}</button>`
      : ''
  openPop(anchor, {
    html:
      `<div class="title"><h2>These numbers in each engine’s order</h2>${all}</div>` +
      `<ul class="engines">${engines.map(engineHtml).join('')}</ul>`,
    kind: 'picker',
    label: 'Engine orders',
  })
  place = after
}

/** Where new lanes go. */
let place = 0

/** @param {EngineLane} engine */
function engineHtml({ title, version, semantics, differences, lane, missing }) {
  const body =
    lane === null
      ? `<p class="quiet">Has no ${escapeHtml(missing.join(', '))}.</p>`
      : `<p class="mono">${escapeHtml(lane)}</p><p class="quiet">${escapeHtml(semantics)}</p>`
  const add =
    lane === null
      ? ''
      : `<button type="button" class="btn small" data-engines="${escapeHtml(JSON.stringify([lane]))}" aria-label="Add a lane in the order of ${escapeHtml(title)}">Add lane</button>`
  const notes = differences.map((one) => `<li>${escapeHtml(one)}</li>`).join('')
  return (
    `<li><div class="title"><h3>${escapeHtml(title)} <small>${escapeHtml(version)}</small></h3>${add}</div>${body}` +
    `<details><summary>What else differs there</summary><ul>${notes}</ul></details></li>`
  )
}

pop.addEventListener('click', ({ target }) => {
  const lanes =
    target instanceof Element ? target.closest('[data-engines]')?.getAttribute('data-engines') : null
  if (!lanes) return
  closePop()
  /** @type {string[]} */
  const chains = JSON.parse(lanes)
  const room = data.limits.lanes - state.settings.lanes.length
  for (const [index, chain] of chains.slice(0, room).entries()) addLane(chain, place + index)
  announce(`${Math.min(room, chains.length)} lanes added`)
})
