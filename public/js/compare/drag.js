// @ts-check

import { byId } from './dom.js'
import { moveLane } from './menus.js'
import { state } from './store.js'

/** Lanes in another order: drag a grip, or arrow keys on it. */

const sheet = byId('lanes')
/** @type {number | undefined} */
let dragged

/** @param {EventTarget | null} target */
const laneAt = (target) => {
  const lane = target instanceof Element ? target.closest('.lane') : null
  return lane instanceof HTMLElement ? lane : undefined
}
const indexOf = (/** @type {number} */ key) => state.settings.lanes.findIndex((lane) => lane.key === key)

function clear() {
  for (const lane of sheet.children) lane.classList.remove('is-dragged', 'is-target-left', 'is-target-right')
}

sheet.addEventListener('dragstart', (event) => {
  const lane = laneAt(event.target)
  if (!lane || !event.dataTransfer) return
  dragged = Number(lane.dataset.key)
  event.dataTransfer.effectAllowed = 'move'
  event.dataTransfer.setDragImage(lane, 24, 24)
  lane.classList.add('is-dragged')
})
sheet.addEventListener('dragover', (event) => {
  const lane = laneAt(event.target)
  if (dragged === undefined || !lane) return
  event.preventDefault()
  const by = indexOf(Number(lane.dataset.key)) - indexOf(dragged)
  for (const one of sheet.children) one.classList.remove('is-target-left', 'is-target-right')
  if (by !== 0) lane.classList.add(by < 0 ? 'is-target-left' : 'is-target-right')
})
sheet.addEventListener('drop', (event) => {
  const lane = laneAt(event.target)
  event.preventDefault()
  if (dragged !== undefined && lane) moveLane(dragged, indexOf(Number(lane.dataset.key)) - indexOf(dragged))
  clear()
})
sheet.addEventListener('dragend', () => {
  dragged = undefined
  clear()
})

sheet.addEventListener('keydown', (event) => {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  const lane = laneAt(event.target)
  if (by === undefined || !lane || !(event.target instanceof Element) || !event.target.matches('.grip'))
    return
  event.preventDefault()
  moveLane(Number(lane.dataset.key), by)
})
