// @ts-check

import { formatChain, parseChain } from './chain.js'
import { announce, byId, focusOn } from './dom.js'
import { changed, data, state } from './store.js'

/** Steps of a chain in another order: drag a chip along its chain, or Alt with an arrow key on it. */

const sheet = byId('lanes')
/** @type {{ key: number, index: number } | undefined} */
let dragged

/** The step a target belongs to; a search stays last and is none. @param {EventTarget | null} target */
function stepAt(target) {
  const chip = target instanceof Element ? target.closest('.chip[data-index]') : null
  const lane = chip?.closest('.lane')
  if (!(chip instanceof HTMLElement) || !(lane instanceof HTMLElement)) return undefined
  const key = Number(lane.dataset.key)
  const index = Number(chip.dataset.index)
  return index < stepsOf(key) ? { key, index, chip } : undefined
}

/** @param {number} key */
function chainOf(key) {
  const lane = state.settings.lanes.find((one) => one.key === key)
  const chain = lane && parseChain(lane.chain, data.strategies)
  return lane && chain && typeof chain !== 'string' ? { lane, chain } : undefined
}

/** @param {number} key */
const stepsOf = (key) => chainOf(key)?.chain.steps.length ?? 0

/** @param {number} key @param {number} from @param {number} to */
function moveStep(key, from, to) {
  const found = chainOf(key)
  if (!found || to < 0 || to >= found.chain.steps.length || to === from) return
  const [moved] = found.chain.steps.splice(from, 1)
  if (!moved) return
  found.chain.steps.splice(to, 0, moved)
  found.lane.chain = formatChain(found.chain)
  announce(`${moved.strategy.title} is step ${to + 1} of ${found.chain.steps.length}`)
  changed()
  requestAnimationFrame(() =>
    requestAnimationFrame(() => focusOn(document.querySelector(`[data-focus="chip-${key}-${to}"]`))),
  )
}

function clear() {
  for (const chip of sheet.querySelectorAll('.chip.is-target')) chip.classList.remove('is-target')
}

sheet.addEventListener('pointerdown', ({ target }) => {
  const step = stepAt(target)
  if (step) step.chip.draggable = true
})

// Ahead of the lanes' own dragging, which would take a chip for its lane.
sheet.addEventListener(
  'dragstart',
  (event) => {
    const step = stepAt(event.target)
    if (!step) return
    event.stopImmediatePropagation()
    dragged = { key: step.key, index: step.index }
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move'
  },
  { capture: true },
)
sheet.addEventListener(
  'dragover',
  (event) => {
    if (!dragged) return
    event.stopImmediatePropagation()
    const step = stepAt(event.target)
    clear()
    if (step?.key !== dragged.key) return
    event.preventDefault()
    step.chip.classList.add('is-target')
  },
  { capture: true },
)
sheet.addEventListener(
  'drop',
  (event) => {
    if (!dragged) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const step = stepAt(event.target)
    if (step?.key === dragged.key) moveStep(dragged.key, dragged.index, step.index)
    dragged = undefined
    clear()
  },
  { capture: true },
)
sheet.addEventListener('dragend', () => {
  dragged = undefined
  clear()
})

sheet.addEventListener('keydown', (event) => {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  const step = by !== undefined && event.altKey ? stepAt(event.target) : undefined
  if (!step || by === undefined) return
  event.preventDefault()
  moveStep(step.key, step.index, step.index + by)
})
