// @ts-check

import { icon } from '../html.js'
import { COLUMN, latticeHtml, latticeWords } from './beam-lattice-view.js'
import { rankingHtml } from './beam-ranking-view.js'
import { stepTableHtml } from './beam-table-view.js'
import { bestOf } from './beam-tree.js'
import { byId, fill } from './dom.js'
import { decimal } from './numbers.js'

/**
 * What moves in the beam tree: the step that is looked at, the text that is traced, the penalty that ranks.
 * @typedef {{ record: import('./beam-tree.js').BeamRecord, scoring: import('./beam-panel-view.js').Scoring }} Search
 * @typedef {Search & { step: number, picked: number, penalty: number | undefined }} Shown
 */

/** Milliseconds a step stays while it plays. */
const PACE = 700

const panel = byId('beam')
/** @type {Shown | undefined} */
let shown
/** @type {ReturnType<typeof setInterval> | undefined} */
let playing

/** Shows the end of a search. @param {Search} search */
export function showSearch(search) {
  shown = { ...search, step: 0, picked: 0, penalty: search.scoring.penalty }
  moveTo(search.record.steps.length - 1)
  drawRanking()
}

export function forgetSearch() {
  pause()
  shown = undefined
}

/** @param {string} name */
const part = (name) => /** @type {HTMLElement | null} */ (panel.querySelector(`[data-beam-part="${name}"]`))

export function drawStep() {
  const [lattice, table, counts] = [part('lattice'), part('table'), part('counts')]
  const slider = panel.querySelector('[data-beam-slide="step"]')
  if (!shown || !lattice || !table || !counts || !(slider instanceof HTMLInputElement)) return
  const { record, scoring, step, picked } = shown
  const columns = Math.max(3, Math.floor(lattice.clientWidth / COLUMN))
  slider.value = String(step + 1)
  counts.textContent = `${step + 1} of ${record.steps.length}`
  fill(lattice, latticeHtml({ levels: record.steps, step, picked, columns }))
  lattice.setAttribute('aria-label', latticeWords(record.steps, step))
  fill(table, stepTableHtml(record.steps, step, picked, scoring))
}

function drawRanking() {
  const [ranking, output] = [part('ranking'), part('penalty')]
  if (!shown || !ranking) return
  const { record, scoring, penalty } = shown
  fill(ranking, rankingHtml(record.finished, penalty, scoring.isDiverse ? 'plain sum' : 'Σ ln P'))
  if (output && penalty !== undefined)
    output.textContent = decimal(penalty) + (penalty === scoring.penalty ? ', as the search had it' : '')
}

/** @param {number} step from 0 */
export function moveTo(step) {
  if (!shown) return
  shown.step = Math.max(0, Math.min(shown.record.steps.length - 1, step))
  shown.picked = bestOf(shown.record.steps[shown.step] ?? [])
  drawStep()
}

/** Steps on or back. @param {number} steps may be infinite */
export const moveBy = (steps) => moveTo((shown?.step ?? 0) + steps)

/** Traces another text of this step. @param {number} index */
export function pick(index) {
  if (shown) shown.picked = index
  drawStep()
}

/** @param {number} penalty */
export function rankBy(penalty) {
  if (shown) shown.penalty = penalty
  drawRanking()
}

export function pause() {
  clearInterval(playing)
  playing = undefined
  label('Play', 'play')
}

export function playOrPause() {
  if (!shown || playing !== undefined) return pause()
  const last = shown.record.steps.length - 1
  if (shown.step === last) moveTo(0)
  playing = setInterval(() => {
    moveBy(1)
    if (!shown || shown.step === last) pause()
  }, PACE)
  label('Pause', 'stop')
}

/** @param {string} text @param {string} glyph */
function label(text, glyph) {
  const button = panel.querySelector('[data-beam-do="play"]')
  if (!button) return
  button.setAttribute('aria-label', text)
  button.innerHTML = icon(glyph)
}
