// @ts-check

import { byId, focusOn } from './dom.js'
import { lanes } from './draw.js'
import { tracePaths } from './sample-paths.js'
import { itemAt, walkTrees } from './sample-tree-keys.js'
import { changed, onDrawn, state } from './store.js'

/** Samples as one text, a list or a tree: the switch, and what is pressed. */

const sheet = byId('lanes')
const group = byId('shows')

group.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLInputElement)) return
  state.look.shows = /** @type {import('./sample-set-view.js').Shows} */ (target.value)
  changed()
})

onDrawn(() => {
  const several = lanes.filter(({ laneRun }) => (laneRun?.samples.length ?? 1) > 1)
  group.hidden = several.length === 0
  for (const one of group.querySelectorAll('input')) one.checked = one.value === state.look.shows
  const isOver = state.run?.phase === 'done' || state.run?.phase === 'stopped'
  const isWanted = state.look.shows === 'tree' && several.length > 0 && state.traced?.run !== state.run
  if (isOver && isWanted) void tracePaths()
})

/** Makes a sample the text of its lane, and leads the focus there. @param {Element} item */
function show(item) {
  const key = item.closest('[data-key]')?.getAttribute('data-key')
  state.look.sample = Number(item.getAttribute('data-index'))
  state.look.shows = 'one'
  changed()
  requestAnimationFrame(() =>
    requestAnimationFrame(() =>
      focusOn(document.querySelector(`.lane[data-key="${key}"] .text .t[tabindex="0"]`)),
    ),
  )
}

/** Opens or closes a branch of a tree. @param {Element} item @param {boolean} isOpen */
function setOpen(item, isOpen) {
  const name = `${item.closest('[data-key]')?.getAttribute('data-key')}-${item.getAttribute('data-branch')}`
  const closed = new Set(state.look.closed)
  if (isOpen) closed.delete(name)
  else closed.add(name)
  state.look.closed = closed
  changed()
}

/** @param {Element} item */
function press(item) {
  const open = item.getAttribute('aria-expanded')
  if (open !== null) setOpen(item, open === 'false')
  else if (item.hasAttribute('data-index')) show(item)
}

sheet.addEventListener('click', ({ target }) => {
  const sample = target instanceof Element ? target.closest('.sample') : null
  if (sample) return show(sample)
  const item = itemAt(target)
  if (!item) return
  focusOn(item)
  press(item)
})

walkTrees(sheet, { press, setOpen })
