// @ts-check

import { byId } from './dom.js'
import { lanes } from './draw.js'
import { inspectAt, place, showMore } from './inspector.js'

/** Walking from within the inspector: its buttons, and the keys that walk the text. */

const panel = byId('inspector')

/** To another step of the text, or the same step of another lane. @param {{ by?: number, to?: number, lane?: number }} way */
function walk({ by = 0, to, lane: lanesOn = 0 }) {
  const at = lanes.findIndex(({ key }) => key === place.key)
  let next = at + lanesOn
  while (lanes[next] && !lanes[next]?.sample?.steps.length) next += lanesOn
  const lane = lanes[next]
  const last = (lane?.sample?.steps.length ?? 0) - 1
  if (!lane || last < 0) return
  const step = Math.max(0, Math.min(last, to ?? place.step + by))
  if (lane.key !== place.key || step !== place.step) void inspectAt(lane.key, step)
}

panel.addEventListener('click', ({ target }) => {
  const action = target instanceof Element ? target.closest('[data-do]')?.getAttribute('data-do') : undefined
  if (action === 'previous-step') walk({ by: -1 })
  else if (action === 'next-step') walk({ by: 1 })
  else if (action === 'more-candidates') showMore()
})

/** Keys walk from within the panel as they do in the text; up and down scroll it. @type {Readonly<Record<string, Parameters<typeof walk>[0]>>} */
const WAYS = {
  ArrowLeft: { by: -1 },
  ArrowRight: { by: 1 },
  Home: { to: 0 },
  End: { to: Number.POSITIVE_INFINITY },
  j: { lane: 1 },
  k: { lane: -1 },
}
panel.addEventListener('keydown', (event) => {
  const way = WAYS[event.key.length === 1 ? event.key.toLowerCase() : event.key]
  const isTyping = event.target instanceof HTMLInputElement
  if (!way || isTyping || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  walk(way)
})
