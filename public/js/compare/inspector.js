// @ts-check

import { branchFormHtml } from './branch-form.js'
import { byId, fill, focusOn } from './dom.js'
import { lanes } from './draw.js'
import { inspectRequestOf, isGiven, laneMark, leadAt, othersAt, searchOf } from './inspect-step.js'
import { inspectorHtml } from './inspector-view.js'
import { data, onDrawn, state } from './store.js'

/**
 * Opens on a token (click or Enter) and takes its step apart: the server follows the lane's own text up to there, so
 * that it knows what the lane knew.
 * @typedef {import('./lane-views.js').LaneView} LaneView
 */

const panel = byId('inspector')
const sheet = byId('lanes')
/** @type {AbortController | undefined} */
let current
/** The token it stands on, by lane and step: where the focus goes back to. */
export let place = { key: -1, step: 0 }
/** What stands there, as last shown. @type {import('./run.js').StepRecord | undefined} */
let shown
/** Candidates of a kind that are listed one by one. */
const FEW = 10
const MOST = 1000
let rows = FEW

/** What was shown before stays this long, in milliseconds, while the next step is on its way. */
const PATIENCE = 120

/** @param {Element} token */
const inspect = (token) =>
  inspectAt(
    Number(token.closest('[data-key]')?.getAttribute('data-key')),
    Number(token.getAttribute('data-step')),
  )

/** @param {number} key @param {number} step */
export async function inspectAt(key, step) {
  const lane = lanes.find((one) => one.key === key)
  const record = lane?.sample?.steps[step]
  const run = state.run ?? lane?.run
  if (!lane || !record || !run) return
  if (place.key !== key || place.step !== step || panel.hidden) rows = FEW
  place = { key, step }
  shown = record
  panel.dataset.key = String(key)
  panel.dataset.step = String(step)
  panel.className = `inspector ${lane.className}`
  const wasOpen = !panel.hidden
  panel.hidden = false
  mark()
  const show = drawerOf(lane, step, record)
  current?.abort()
  const controller = new AbortController()
  current = controller
  const others = lane.isHuman ? [] : othersAt(lane, lanes, step, data.strategies)
  if (!wasOpen) show({})
  const waiting = setTimeout(() => show({}), PATIENCE)
  try {
    const body = inspectRequestOf(run, lane, step, rows, others)
    const inspection = await post(body, controller.signal)
    const landings = inspection.landing?.others.values()
    const told = others.map((other) =>
      other.why === '' ? { ...other, landing: landings?.next().value } : other,
    )
    clearTimeout(waiting)
    show({ inspection, others: told })
  } catch (error) {
    clearTimeout(waiting)
    if (controller.signal.aborted) return
    show({ trouble: error instanceof Error ? error.message : 'The server cannot be reached.' })
  }
}

/** Draws the panel for one step, with what is known of it. @param {LaneView} lane @param {number} step @param {import('./run.js').StepRecord} record */
function drawerOf(lane, step, record) {
  const search = searchOf(lane, data.strategies)
  const model = lane.run?.settings.model
  /** @type {import('./inspector-view.js').Inspected} */
  const inspected = {
    lane: laneMark(lane),
    step,
    length: lane.sample?.steps.length ?? 0,
    lead: leadAt(lane, step),
    record,
    search: search?.notation ?? '',
    vocabularySize: data.models.find(({ id }) => id === (search?.model || model))?.vocabularySize ?? 0,
    by: lane.isHuman ? 'writer' : isGiven(lane, step) ? 'you' : 'model',
  }
  const form = lane.isHuman ? '' : branchFormHtml(record, search?.strategy)
  return (/** @type {Partial<import('./inspector-view.js').Inspected>} */ more) => {
    fill(panel, inspectorHtml({ ...inspected, ...more }) + form)
  }
}

/** @param {object} body @param {AbortSignal} signal @returns {Promise<import('../../../src/runs/inspect/inspect.ts').Inspection>} */
async function post(body, signal) {
  const response = await fetch('/api/inspect', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  })
  const reply = await response.json()
  if (!response.ok) throw new Error(reply.error.message)
  return reply
}

const tokenAtPlace = () => sheet.querySelector(`[data-key="${place.key}"] .t[data-step="${place.step}"]`)

/** More candidates of each kind. */
export function showMore() {
  rows = Math.min(MOST, rows * 4)
  void inspectAt(place.key, place.step)
}

export function closeInspector() {
  current?.abort()
  panel.hidden = true
  mark()
  focusOn(tokenAtPlace())
}

/** Rings the token the inspector stands on. */
function mark() {
  for (const one of sheet.querySelectorAll('.t.is-selected')) one.classList.remove('is-selected')
  if (!panel.hidden) tokenAtPlace()?.classList.add('is-selected')
}

sheet.addEventListener('click', ({ target }) => {
  const token = target instanceof Element ? target.closest('.t') : null
  if (token) void inspect(token)
})
sheet.addEventListener('keydown', (event) => {
  const token = event.target instanceof Element ? event.target.closest('.t') : null
  if (token && event.key === 'Enter' && !event.ctrlKey && !event.metaKey) void inspect(token)
})
// With the inspector open, walking the text walks the inspector.
sheet.addEventListener('focusin', ({ target }) => {
  const token = target instanceof Element ? target.closest('.t') : null
  if (panel.hidden || !token) return
  const key = Number(token.closest('[data-key]')?.getAttribute('data-key'))
  if (Number(token.getAttribute('data-step')) !== place.step || key !== place.key) void inspect(token)
})
// It follows the text it stands on: a branch, or a text taken back, is taken apart anew.
onDrawn(() => {
  const { key, step } = place
  const record = lanes.find((lane) => lane.key === key)?.sample?.steps[step]
  if (!panel.hidden && record && shown && record.token !== shown.token) void inspectAt(key, step)
  else mark()
})
addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !panel.hidden && !document.querySelector(':popover-open')) closeInspector()
})
