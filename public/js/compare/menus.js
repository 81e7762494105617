// @ts-check

import { icon } from '../html.js'
import { paramsWithBranches } from './branch.js'
import { announce, byId, confirmOn, copyText, focusOn } from './dom.js'
import { enginesMenu } from './engines.js'
import { commandOf, curlOf } from './export.js'
import { modelMenu } from './model-menu.js'
import { addLane } from './picker.js'
import { closePop, openPop } from './popover.js'
import { letterOf } from './settings.js'
import { changed, data, state } from './store.js'

/** Lane and Copy as. @typedef {{ icon: string, label: string, isOff?: boolean, run: () => void | Promise<void> }} Item */

/** @type {readonly Item[]} */
let items = []

/** @param {HTMLElement} anchor @param {string} label @param {readonly Item[]} list */
export function openMenu(anchor, label, list) {
  items = list
  const buttons = list.map(
    (item, index) =>
      `<li><button type="button" data-item="${index}"${item.isOff ? ' disabled' : ''}>${icon(item.icon)}<span>${item.label}</span></button></li>`,
  )
  openPop(anchor, { html: `<ul>${buttons.join('')}</ul>`, kind: 'menu', label })
}

byId('pop').addEventListener('click', ({ target }) => {
  const index = target instanceof Element ? target.closest('[data-item]')?.getAttribute('data-item') : null
  if (index === null || index === undefined) return
  closePop()
  void items[Number(index)]?.run()
})

/** @param {HTMLElement} anchor @param {number} key */
export function laneMenu(anchor, key) {
  const { lanes } = state.settings
  const index = lanes.findIndex((lane) => lane.key === key)
  const isFull = lanes.length >= data.limits.lanes
  openMenu(anchor, `Lane ${letterOf(key)}`, [
    {
      icon: 'copy',
      label: 'Duplicate',
      isOff: isFull,
      run: () => addLane(lanes[index]?.chain ?? 'sample', index),
    },
    {
      icon: 'term',
      label: 'Engine orders',
      run: () => enginesMenu(anchor, lanes[index]?.chain ?? 'sample', index),
    },
    { icon: 'box', label: 'Model', run: () => modelMenu(anchor, key) },
    { icon: 'left', label: 'Move left', isOff: index === 0, run: () => moveLane(key, -1) },
    { icon: 'right', label: 'Move right', isOff: index === lanes.length - 1, run: () => moveLane(key, 1) },
    { icon: 'trash', label: 'Remove lane', isOff: lanes.length === 1, run: () => removeLane(key) },
  ])
}

/** @param {number} key @param {number} by places to the right */
export function moveLane(key, by) {
  const { lanes } = state.settings
  const index = lanes.findIndex((lane) => lane.key === key)
  const to = Math.max(0, Math.min(lanes.length - 1, index + by))
  const [moved] = lanes.splice(index, 1)
  if (moved) lanes.splice(to, 0, moved)
  announce(`Lane ${letterOf(key)} is number ${to + 1} of ${lanes.length}`)
  changed()
}

/** @param {number} key */
function removeLane(key) {
  const { lanes } = state.settings
  const index = lanes.findIndex((lane) => lane.key === key)
  lanes.splice(index, 1)
  announce(`Lane ${letterOf(key)} removed`)
  changed()
  const next = lanes[Math.min(index, lanes.length - 1)]
  requestAnimationFrame(() =>
    requestAnimationFrame(() => focusOn(document.querySelector(`[data-focus="menu-${next?.key}"]`))),
  )
}

/** @param {HTMLElement} anchor */
export function copyMenu(anchor) {
  /** @param {() => string} text @param {string} done */
  const copying = (text, done) => async () => {
    await copyText(text())
    confirmOn(anchor, done)
    announce(done)
  }
  const branches = paramsWithBranches(state.run, state.settings).getAll('branch')
  openMenu(anchor, 'Copy as', [
    {
      icon: 'term',
      label: branches.length > 0 ? 'CLI command, with its branches' : 'CLI command',
      run: copying(() => commandOf(state.settings, branches), 'Command copied'),
    },
    {
      icon: 'term',
      label: branches.length > 0 ? 'curl, of the run without its branches' : 'curl',
      run: copying(() => curlOf(state.settings, location.origin), 'Command copied'),
    },
  ])
}
