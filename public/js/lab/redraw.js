// @ts-check

import { escapeHtml } from '../html.js'
import { byId } from './dom.js'
import { drawsHtml } from './draws.js'
import { showHtml } from './forms.js'
import { markHistory, markLanes, markValue } from './marks.js'
import { panelClass, panelHtml } from './panel.js'
import { commandOf, firstWrong, requestOf } from './request.js'
import { paramsOf } from './state.js'
import { laneClass, probability } from './text.js'

/**
 * Asks the API to run the settings and draws its answer. Of several answers under way only the latest counts; what
 * cannot be run leaves the last good plots where they are.
 * @typedef {import('./state.js').LabState} LabState
 * @typedef {import('../../../src/runs/lab/lab.ts').LabResult} LabResult
 */

/** How long the keyboard must rest, in milliseconds. */
const REST = 70
/** Longest link put into the address bar, in characters. */
const LONGEST_LINK = 8000
const LONGEST_COMMAND = 600

/** @param {HTMLFormElement} form */
export function createRedraw(form) {
  /** @type {LabResult | undefined} */
  let result
  /** Draws and seed as they were when Draw was pressed. */
  let drawn = drawSettings(form)
  let timer = 0
  let asking = new AbortController()
  /** Steps a person chose to look at, by panel. @type {Map<number, { chain: string, view: number }>} */
  const chosen = new Map()

  byId('lab-panels').addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button[data-view]') : null
    const panel = button?.closest('article')
    if (!(button instanceof HTMLButtonElement) || !panel || !result) return
    const index = [...byId('lab-panels').children].indexOf(panel)
    const lane = result.lanes[index]
    if (!lane) return
    chosen.set(index, { chain: lane.lane, view: Number(button.dataset.view) })
    drawPanels(result, chosen)
    const again = panel.querySelector(`button[data-view="${button.dataset.view}"]`)
    if (again instanceof HTMLElement) again.focus()
  })

  /** @param {LabState} state */
  async function ask(state) {
    asking.abort()
    asking = new AbortController()
    const { signal } = asking
    const settled = { ...state, ...drawn }
    try {
      const response = await fetch('/api/lab', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(requestOf(settled)),
        signal,
      })
      const reply = await response.json()
      if (signal.aborted) return
      if (!response.ok) return refuse(settled, reply.error?.message ?? 'The lab gave no answer.')
      result = /** @type {LabResult} */ (reply)
      accept(settled, result, chosen)
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return
      refuse(settled, 'The server did not answer. The plots are the last ones it drew.')
    }
  }

  return {
    /** @param {LabState} state */
    soon(state) {
      clearTimeout(timer)
      timer = window.setTimeout(() => void ask(state), REST)
    },
    /** @param {LabState} state */
    now(state) {
      clearTimeout(timer)
      void ask(state)
    },
    /** Takes over count and seed. @param {LabState} state */
    draw(state) {
      drawn = drawSettings(form)
      this.now(state)
    },
    /** @param {LabState} state */
    showDraws(state) {
      if (result) drawDraws(state, result)
      putIntoAddress({ ...state, ...drawn })
    },
  }
}

/** @param {HTMLFormElement} form */
function drawSettings(form) {
  const fields = new FormData(form)
  return { draws: String(fields.get('draws') ?? ''), seed: String(fields.get('seed') ?? '') }
}

/** @param {LabState} state @param {LabResult} result @param {Map<number, { chain: string, view: number }>} chosen */
function accept(state, result, chosen) {
  drawPanels(result, chosen)
  drawDraws(state, result)
  byId('lab-problem').textContent = ''
  byId('lab-draw-error').textContent = ''
  markValue(state, '')
  markLanes(result)
  markHistory(state)
  const raw = new Map(result.lanes.flatMap(({ candidates }) => candidates.map(({ id, raw }) => [id, raw])))
  for (const cell of byId('lab-words').querySelectorAll('[data-raw]')) {
    const value = raw.get(Number(cell.getAttribute('data-raw')))
    cell.textContent = value === undefined ? '–' : probability(value)
  }
  const command = commandOf(state)
  byId('lab-command').textContent =
    command.length > LONGEST_COMMAND ? `${command.slice(0, LONGEST_COMMAND)} …` : command
  putIntoAddress(state)
}

/** @param {LabState} state */
function putIntoAddress(state) {
  const query = paramsOf(state).toString()
  if (query.length < LONGEST_LINK) history.replaceState(null, '', query ? `/lab?${query}` : '/lab')
}

/** @param {LabResult} result @param {Map<number, { chain: string, view: number }>} chosen */
function drawPanels(result, chosen) {
  const box = byId('lab-panels')
  while (box.children.length > result.lanes.length) box.lastElementChild?.remove()
  for (const [index, lane] of result.lanes.entries()) {
    const panel = box.children[index] ?? box.appendChild(document.createElement('article'))
    const choice = chosen.get(index)
    panel.className = panelClass(index, lane)
    panel.innerHTML = panelHtml(lane, index, choice?.chain === lane.lane ? choice.view : undefined)
  }
}

/** @param {LabState} state @param {LabResult} result */
function drawDraws(state, result) {
  const box = byId('lab-show')
  const focused = box.contains(document.activeElement)
  box.innerHTML = showHtml(
    state,
    result.lanes.map(({ drawing }) => drawing?.title ?? ''),
  )
  const checked = box.querySelector('input:checked')
  if (focused && checked instanceof HTMLInputElement) checked.focus()
  byId('lab-draws-sheet').className = `sheet panel ${laneClass(state.show)}`
  byId('lab-draws').innerHTML = drawsHtml(result.lanes[state.show], result.tokens)
}

/** The plots stay; the field that is wrong says so. @param {LabState} state @param {string} message */
function refuse(state, message) {
  const wrong = firstWrong(state)
  if (wrong.index >= 0) return markValue(state, state.mode === 'logits' ? message : wrong.message)
  markValue(state, '')
  if (/^(Draws|Seed)\b/.test(message)) {
    byId('lab-draw-error').textContent = message
    return
  }
  byId('lab-problem').innerHTML =
    `<div class="lab-note err"><p><b>${escapeHtml(message)}</b></p><p>The plots below show the last values that could be drawn.</p></div>`
}
