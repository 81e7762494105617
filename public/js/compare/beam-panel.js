// @ts-check

import { noticeHtml } from '../html.js'
import { effectHtml, growthHtml, panelHtml, scoringOf } from './beam-panel-view.js'
import { beamRecordOf } from './beam-record.js'
import {
  drawStep,
  forgetSearch,
  moveBy,
  moveTo,
  pause,
  pick,
  playOrPause,
  rankBy,
  showSearch,
} from './beam-steps.js'
import { byId, focusOn } from './dom.js'
import { lanes } from './draw.js'
import { data, onChange, state } from './store.js'

/** The beam tree of a lane, below the lanes: opening, closing, and what its buttons, sliders and keys do. */

const panel = byId('beam')
/** @type {AbortController | undefined} */
let current
/** The run and the lane whose search is shown. @type {{ run: import('./run.js').Run, key: number } | undefined} */
let place

const STOPPED =
  'The lane was stopped before its end; this is the whole search, and its text may differ from the one above.'
const UNEQUAL = 'Run again, the search ended with another text than the lane shows.'

/** @param {number} key */
async function open(key) {
  const lane = lanes.find((one) => one.key === key)
  const scoring = lane?.laneRun && scoringOf(lane.laneRun.chain, data.strategies)
  if (!lane?.run || !lane.laneRun || !scoring) return
  close()
  current = new AbortController()
  const { signal } = current
  const frame = { letter: lane.letter, chain: lane.laneRun.chain }
  place = { run: lane.run, key }
  panel.className = `sheet beam ${lane.className}`
  panel.hidden = false
  panel.innerHTML = panelHtml(frame, '<p class="beam-note">Running the search again with its record…</p>')
  focusOn(byId('h-beam'))
  try {
    const { record, isSame } = await beamRecordOf(lane, signal)
    const note = isSame ? '' : lane.sample?.stop === 'stopped' ? STOPPED : UNEQUAL
    const body = growthHtml(record.steps.length, note) + effectHtml(scoring, penaltyRange(scoring.penalty))
    panel.innerHTML = panelHtml(frame, body)
    showSearch({ record, scoring })
  } catch (error) {
    if (signal.aborted) return
    const text = error instanceof Error ? error.message : 'The server cannot be reached.'
    const title = 'The search could not be run again'
    panel.innerHTML = panelHtml(frame, noticeHtml({ kind: 'err', icon: 'warn', title, text }))
  }
  focusOn(byId('h-beam'))
}

/** The registry's slider of the length penalty, wide enough for the lane's own. @param {number | undefined} own @returns {[number, number]} */
function penaltyRange(own = 0) {
  const parameters = data.strategies.flatMap((strategy) => strategy.parameters)
  const [low, high] = parameters.find(({ name }) => name === 'length-penalty')?.slider ?? [own, own]
  return [Math.min(low, own), Math.max(high, own)]
}

function close() {
  forgetSearch()
  current?.abort()
  place = undefined
  panel.hidden = true
  panel.innerHTML = ''
}

/** @type {Record<string, () => void>} */
const ACTIONS = {
  close: () => {
    const button = `[data-focus="beam-${place?.key}"]`
    close()
    focusOn(document.querySelector(button))
  },
  play: playOrPause,
  first: () => moveTo(0),
  back: () => moveBy(-1),
  forward: () => moveBy(1),
  last: () => moveBy(Number.POSITIVE_INFINITY),
}

/** @param {string} name */
function act(name) {
  if (name !== 'play') pause()
  ACTIONS[name]?.()
}

byId('lanes').addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('[data-beam]') : null
  if (button) void open(Number(button.getAttribute('data-beam')))
})
panel.addEventListener('click', ({ target }) => {
  if (!(target instanceof Element)) return
  const action = target.closest('[data-beam-do]')?.getAttribute('data-beam-do')
  const index = target.closest('[data-pick]')?.getAttribute('data-pick')
  if (action) act(action)
  else if (index) pick(Number(index))
})
panel.addEventListener('input', ({ target }) => {
  if (!(target instanceof HTMLInputElement)) return
  if (target.dataset.beamSlide === 'penalty') return rankBy(Number(target.value))
  pause()
  moveTo(Number(target.value) - 1)
})

/** @type {Record<string, string>} */
const KEYS = { ArrowLeft: 'back', ArrowRight: 'forward', Home: 'first', End: 'last' }
// From anywhere in the panel but a slider, which has arrows of its own.
panel.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') act('close')
  const name = KEYS[event.key]
  if (!name || event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey)
    return
  event.preventDefault()
  act(name)
})
new ResizeObserver(drawStep).observe(panel)
onChange(() => {
  if (place && place.run !== state.run) close()
})
