// @ts-check

import { originsOf } from './branch.js'
import { place, remember, spotOf } from './branch-place.js'
import { stopBranches } from './branching.js'
import { announce, focusOn } from './dom.js'
import { letterOf } from './settings.js'
import { changed } from './store.js'

/** What the tails that branches left can do: be read whole, and come back. */

/** Takes the text back to what it was before its newest branches. @param {number} key @param {number} level how many branches stay undone below this one */
export function restoreTail(key, level) {
  const spot = spotOf(key)
  const origin = originsOf(spot?.lane.samples[spot.index])[level]
  if (!spot || !origin) return
  stopBranches()
  place(spot.lane, spot.index, origin)
  announce(`Lane ${letterOf(key)} has its text of before`)
  remember()
  changed()
  requestAnimationFrame(() =>
    requestAnimationFrame(() => focusOn(document.querySelector(`[data-key="${key}"] .t[tabindex="0"]`))),
  )
}

/** @param {number} key @param {number} level */
export function showTail(key, level) {
  const spot = spotOf(key)
  const sample = spot?.lane.samples[spot.index]
  const branch = [sample, ...originsOf(sample)][level]?.branch
  if (!branch) return
  branch.isTailShown = !branch.isTailShown
  changed()
}
