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
  look: { heat: 'probability', sample: 0, series: 'kept' },
  faults: {},
  now: performance.now(),
}

/** @type {(() => void)[]} */
const listeners = []
let isPlanned = false

/** @param {() => void} draw */
export const onChange = (draw) => listeners.push(draw)

/** Says that the state changed. */
export function changed() {
  if (isPlanned) return
  isPlanned = true
  requestAnimationFrame(() => {
    isPlanned = false
    state.now = performance.now()
    for (const draw of listeners) draw()
  })
}
