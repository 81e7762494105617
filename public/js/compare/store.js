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
/** @type {(() => void)[]} */
const followers = []
let isPlanned = false
/** @type {ReturnType<typeof setTimeout> | undefined} */
let later
/** What the last drawing took, layout and paint included, in milliseconds. */
let cost = 0
let endedAt = 0

/**
 * A run is drawn seldom, as the model that is watched runs on the same processor: at least so many milliseconds apart,
 * and so many times what a drawing costs. Its painting costs as much again in other threads.
 */
const LEAST_REST = 150
const REST = 14
/** First words, too, wait for the rest after a heavy drawing: never longer than this. */
const MOST_REST = 800

/** @param {() => void} draw */
export const onChange = (draw) => listeners.push(draw)

/** For what looks things up on the page as it was just drawn. @param {() => void} follow */
export const onDrawn = (follow) => followers.push(follow)

/** Says that the state changed; a person waits for it, so the next frame shows it. */
export function changed() {
  clearTimeout(later)
  later = undefined
  if (isPlanned) return
  isPlanned = true
  requestAnimationFrame(drawAll)
}

/** Says that a run went on. */
export function streamed() {
  if (isPlanned || later !== undefined) return
  const wait = endedAt + Math.min(MOST_REST, Math.max(LEAST_REST, REST * cost)) - performance.now()
  if (wait > 0) later = setTimeout(changed, wait)
  else changed()
}

function drawAll() {
  isPlanned = false
  state.now = performance.now()
  for (const draw of [...listeners, ...followers]) draw()
  setTimeout(() => {
    endedAt = performance.now()
    cost = endedAt - state.now
  })
}
