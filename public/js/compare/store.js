// @ts-check

import { byId } from './dom.js'

/**
 * The page's state, in one place. Whoever changes it says so; drawing happens once a frame.
 * @typedef {import('./lane-views.js').State} State
 * @typedef {import('./lane-views.js').Data} Data
 */

/** @type {{ data: Data, settings: State['settings'], isLink: boolean }} */
export const boot = JSON.parse(byId('boot').textContent ?? '{}')
export const data = boot.data

/** @type {State} */
export const state = {
  settings: boot.settings,
  look: { heat: 'probability', sample: 0, series: 'kept', shows: 'one', closed: new Set() },
  faults: {},
  now: performance.now(),
}

/** @type {(() => void)[]} */
const listeners = []
let isPlanned = false
/** What the last drawing took, layout and paint included, in milliseconds. */
let cost = 0
let endedAt = 0

/** Drawing may take a quarter of the time: the model that is watched runs on the same processor. */
const REST = 3

/** @param {() => void} draw */
export const onChange = (draw) => listeners.push(draw)

/** Says that the state changed. */
export function changed() {
  if (isPlanned) return
  isPlanned = true
  const wait = cost < 16 ? 0 : endedAt + REST * cost - performance.now()
  if (wait > 0) setTimeout(() => requestAnimationFrame(drawAll), wait)
  else requestAnimationFrame(drawAll)
}

function drawAll() {
  isPlanned = false
  state.now = performance.now()
  for (const draw of listeners) draw()
  setTimeout(() => {
    endedAt = performance.now()
    cost = endedAt - state.now
  })
}
