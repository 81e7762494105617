// @ts-check

import { byId, fill, focusOn } from './dom.js'
import { lanes } from './draw.js'
import { inspectorHtml } from './inspector-view.js'
import { data, state } from './store.js'

/**
 * Opens on a token (click or Enter) and takes its step apart. The step is run again behind the tokens before it, with
 * a trace: same prefix, same draw, same token; where it is another (a search or a step with memory), it says so.
 */

const panel = byId('inspector')
const sheet = byId('lanes')
/** @type {AbortController | undefined} */
let current
/** The token it stands on, by lane and step: where the focus goes back to. */
let place = { key: -1, step: 0 }

/** @param {Element} token */
async function inspect(token) {
  const key = Number(token.closest('[data-key]')?.getAttribute('data-key'))
  const step = Number(token.getAttribute('data-step'))
  const lane = lanes.find((one) => one.key === key)
  const record = lane?.sample?.steps[step]
  const run = state.run
  if (!lane?.sample || !record || !run) return
  place = { key, step }
  panel.hidden = false
  mark()
  const size = data.models.find(({ id }) => id === run.settings.model)?.vocabularySize ?? 0
  /** @type {import('./inspector-view.js').Inspected} */
  const inspected = { letter: lane.letter, step, record, vocabularySize: size }
  panel.className = `inspector ${lane.className}`
  fill(panel, inspectorHtml(inspected))
  current?.abort()
  const controller = new AbortController()
  current = controller
  try {
    const traced = await trace(lane, step, controller.signal)
    const same = traced?.token === record.token
    if (same) fill(panel, inspectorHtml({ ...inspected, traced }))
    else {
      const trouble =
        'This lane chose with a memory of its own (a search, or a step that learns), so this step alone cannot be repeated; Export has its record.'
      fill(panel, inspectorHtml({ ...inspected, trouble }))
    }
  } catch (error) {
    if (controller.signal.aborted) return
    fill(
      panel,
      inspectorHtml({
        ...inspected,
        trouble: error instanceof Error ? error.message : 'The server cannot be reached.',
      }),
    )
  }
}

/** @param {import('./lane-views.js').LaneView} lane @param {number} step @param {AbortSignal} signal */
async function trace(lane, step, signal) {
  const run = state.run
  const told = run?.lanes.find(({ key }) => key === lane.key)
  if (!run || !told || !lane.sample) return undefined
  const { prompt, model, seed } = run.settings
  const body = {
    prompt,
    model,
    lanes: [told.chain],
    seed: Number(seed),
    samples: told.isDeterministic ? 1 : lane.sampleIndex + 1,
    maxTokens: 1,
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
  return reply.lanes[0].samples.at(-1).steps[0]
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
addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !panel.hidden && !document.querySelector(':popover-open')) closeInspector()
})
