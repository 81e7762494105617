// @ts-check

import { branchesAlong } from './branch.js'
import { branchFormHtml } from './branch-form.js'
import { parseChain } from './chain.js'
import { byId, fill, focusOn } from './dom.js'
import { lanes } from './draw.js'
import { inspectorHtml } from './inspector-view.js'
import { data, onChange, state } from './store.js'

/**
 * Opens on a token (click or Enter) and takes its step apart. The step is run again behind the tokens before it, with
 * a trace: same prefix, same draw, same token; where it is another (a search with a memory), it says so.
 */

const panel = byId('inspector')
const sheet = byId('lanes')
/** @type {AbortController | undefined} */
let current
/** The token it stands on, by lane and step: where the focus goes back to. */
let place = { key: -1, step: 0 }
/** What stands there, as last shown. @type {import('./run.js').StepRecord | undefined} */
let shown

/** @param {Element} token */
const inspect = (token) =>
  inspectAt(
    Number(token.closest('[data-key]')?.getAttribute('data-key')),
    Number(token.getAttribute('data-step')),
  )

/** @param {number} key @param {number} step */
async function inspectAt(key, step) {
  const lane = lanes.find((one) => one.key === key)
  const record = lane?.sample?.steps[step]
  const run = state.run
  if (!lane?.sample || !record || !run) return
  place = { key, step }
  shown = record
  panel.dataset.key = String(key)
  panel.dataset.step = String(step)
  panel.hidden = false
  mark()
  const size = data.models.find(({ id }) => id === run.settings.model)?.vocabularySize ?? 0
  /** @type {import('./inspector-view.js').Inspected} */
  const inspected = { letter: lane.letter, step, record, vocabularySize: size }
  panel.className = `inspector ${lane.className}`
  const chain = parseChain(lane.laneRun?.chain ?? '', data.strategies)
  const search = typeof chain === 'string' ? undefined : chain.search.strategy
  const form = branchFormHtml(record, search)
  /** @param {Partial<import('./inspector-view.js').Inspected>} more */
  const show = (more) => fill(panel, inspectorHtml({ ...inspected, ...more }) + form)
  show({})
  current?.abort()
  const controller = new AbortController()
  current = controller
  try {
    const traced = await trace(lane, step, search?.isStepwise ?? false, controller.signal)
    if (isGiven(lane.sample, step) && traced) {
      show({ traced: { ...traced, token: record.token, text: record.text }, own: traced })
    } else if (traced?.token === record.token) show({ traced })
    else {
      const trouble =
        'This lane chose with a memory of its own, so this step alone cannot be repeated; Export has its record.'
      show({ trouble })
    }
  } catch (error) {
    if (controller.signal.aborted) return
    show({ trouble: error instanceof Error ? error.message : 'The server cannot be reached.' })
  }
}

/** Whether a person put this token there. @param {import('./run.js').Sample} sample @param {number} step */
const isGiven = (sample, step) =>
  [...branchesAlong(sample).values()].some((one) => step >= one.step && step < one.step + one.given)

/** A stepwise lane is taken up behind its own tokens, so that steps that learn have learnt from them. @param {import('./lane-views.js').LaneView} lane @param {number} step @param {boolean} isStepwise @param {AbortSignal} signal */
async function trace(lane, step, isStepwise, signal) {
  const run = state.run
  const told = run?.lanes.find(({ key }) => key === lane.key)
  if (!run || !told || !lane.sample) return undefined
  const { prompt, model, seed } = run.settings
  const body = {
    prompt,
    model,
    lanes: [told.chain],
    seed: Number(seed),
    firstSample: told.isDeterministic ? 0 : lane.sampleIndex,
    maxTokens: isStepwise ? step + 1 : 1,
    replay: isStepwise,
    trace: true,
    prefix: lane.sample.steps.slice(0, step).map(({ token }) => token),
  }
  const response = await fetch('/api/runs', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
    signal,
  })
  const reply = await response.json()
  if (!response.ok) throw new Error(reply.error.message)
  return reply.lanes[0].samples[0].steps.at(-1)
}

export function closeInspector() {
  current?.abort()
  panel.hidden = true
  mark()
  focusOn(sheet.querySelector(`[data-key="${place.key}"] .t[data-step="${place.step}"]`))
}

/** Rings the token the inspector stands on. */
function mark() {
  for (const one of sheet.querySelectorAll('.t.is-selected')) one.classList.remove('is-selected')
  const token = sheet.querySelector(`[data-key="${place.key}"] .t[data-step="${place.step}"]`)
  if (!panel.hidden) token?.classList.add('is-selected')
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
  const isOther = token && Number(token.getAttribute('data-step')) !== place.step
  if (!panel.hidden && isOther) void inspect(token)
})
// It follows the text it stands on: a branch, or a text taken back, is taken apart anew.
onChange(() => {
  const { key, step } = place
  queueMicrotask(() => {
    const record = lanes.find((lane) => lane.key === key)?.sample?.steps[step]
    if (!panel.hidden && record && shown && record.token !== shown.token) void inspectAt(key, step)
    else mark()
  })
})
addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !panel.hidden && !document.querySelector(':popover-open')) closeInspector()
})
