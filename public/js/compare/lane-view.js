// @ts-check

import { escapeHtml, icon, noticeHtml, percent } from '../html.js'
import { beamButtonHtml } from './beam-panel-view.js'
import { tailsHtml } from './branch-view.js'
import { formatUse, isOff, parseChain, useFault, valueText } from './chain.js'
import { modelChipHtml, titleOf } from './lane-model.js'
import { metricsHtml } from './metrics-view.js'
import { sampleMeasuresHtml, sampleSetHtml } from './sample-set-view.js'
import { sampleSwitchHtml } from './sample-switch-view.js'
import { sparkHtml } from './spark-view.js'
import { loopHtml, textHtml } from './text-view.js'

/**
 * A lane, part by part. Each part is a row of the sheet, so that charts and metrics line up across lanes.
 * @typedef {import('./lane-views.js').LaneView} LaneView
 * @typedef {import('./lane-views.js').Data} Data
 */

/** @type {Readonly<Record<string, (view: LaneView, data: Data) => string>>} */
export const PARTS = {
  head: headHtml,
  chain: chainHtml,
  text: (view, data) =>
    view.shows === 'one'
      ? textHtml(view) + stateHtml(view, data) + tailsHtml(view)
      : sampleSetHtml(view) + stateHtml(view, data),
  loops: (view, data) =>
    (view.shows === 'one' ? loopHtml(view) : sampleMeasuresHtml(view, data)) +
    beamButtonHtml(view, data.strategies),
  spark: sparkHtml,
  measures: metricsHtml,
}

/** @param {LaneView} view @param {Data} data */
export function laneHtml(view, data) {
  const parts = Object.entries(PARTS).map(
    ([name, html]) => `<div class="lane-${name}" data-part="${name}">${html(view, data)}</div>`,
  )
  return `<section class="lane ${view.className}" id="lane-${view.letter}" data-key="${view.key}" aria-label="Lane ${view.letter}, ${escapeHtml(view.name)}">${parts.join('')}</section>`
}

/** @param {LaneView} view */
function headHtml(view) {
  const { key, letter, name } = view
  return (
    `<span class="mark" aria-hidden="true">${letter}</span><h2 title="${escapeHtml(name)}">${escapeHtml(name)}</h2><span class="end needs-js">${sampleSwitchHtml(view)}` +
    `<button type="button" class="btn plain small icon grip" draggable="true" data-do="grip" data-focus="grip-${key}" aria-label="Move lane ${letter}: arrow keys, or drag">${icon('grip')}</button>` +
    `<button type="button" class="btn plain small icon" data-do="lane-menu" data-focus="menu-${key}" aria-haspopup="dialog" aria-label="Lane ${letter} menu">${icon('dots')}</button></span>`
  )
}

/** @param {LaneView} view @param {Data} data */
function chainHtml(view, { strategies, models }) {
  const { key, letter, chain, fault, laneRun, isStale } = view
  const parsed = parseChain(chain, strategies)
  const chips =
    typeof parsed === 'string'
      ? `<button type="button" class="chip is-bad" data-do="retype" data-focus="chip-${key}-0">${escapeHtml(chain)}</button>`
      : [...parsed.steps, parsed.search].map((use, index) => chipHtml(view, use, index)).join('')
  const add = `<button type="button" class="add" data-do="add-step" data-focus="add-${key}" aria-haspopup="dialog" aria-label="Add a step to lane ${letter}">${icon('plus')}</button>`
  const error = fault
    ? `<p class="fault" role="alert">${icon('warn')}<span>${escapeHtml(fault)}</span></p>`
    : ''
  const printed =
    laneRun && !isStale
      ? `<p class="printed mono" title="The chain as it ran">${escapeHtml(laneRun.chain)}</p>`
      : ''
  const stale = isStale
    ? `<p class="printed">the text is from <span class="mono">${escapeHtml(laneRun?.chain ?? '')}</span></p>`
    : ''
  return (
    `<div class="chips needs-js" role="group" aria-label="Chain of lane ${letter}">${chips}${typeof parsed === 'string' ? '' : add}${modelChipHtml(view, { models })}</div>` +
    `<label class="no-js typed-chain"><span class="sr">Chain of lane ${letter}</span><input class="mono" name="lane" form="compare" value="${escapeHtml(chain)}"></label>` +
    error +
    printed +
    stale
  )
}

/** @param {LaneView} view @param {import('./chain.js').Use} use @param {number} index */
function chipHtml({ key, editing }, use, index) {
  const { strategy } = use
  const off = isOff(use)
  const value = off ? 'off' : valueText(use)
  const kind = `${strategy.kind === 'search' ? ' end' : ''}${off ? ' off' : ''}${useFault(use) ? ' is-bad' : ''}${editing === index ? ' is-open' : ''}`
  return `<button type="button" class="chip${kind}" data-do="edit-step" data-index="${index}" data-focus="chip-${key}-${index}" aria-haspopup="dialog" title="${escapeHtml(formatUse(use))}">${escapeHtml(strategy.id)}${value ? ` <b>${escapeHtml(value)}</b>` : ''}</button>`
}

/** What a lane without a finished text is doing. @param {LaneView} view @param {Data} data */
function stateHtml({ run, laneRun, sample, letter }, { models }) {
  if (sample?.stop === 'error') {
    const kept = sample.steps.length
    const text =
      kept > 0
        ? `The ${kept === 1 ? 'token' : `${kept} tokens`} so far ${kept === 1 ? 'is' : 'are'} kept. Change a step, or remove it.`
        : 'Change a step, or remove it.'
    return noticeHtml({ kind: 'err', icon: 'warn', title: sample.message ?? 'This lane failed.', text })
  }
  if (!run) return ''
  if (run.phase === 'waiting' && run.loading) {
    return loadingHtml({ ...run.loading, model: titleOf(run.loading.model, models) }, letter)
  }
  if (run.phase === 'waiting' && run.ahead !== undefined) {
    return noticeHtml({
      kind: '',
      icon: 'clock',
      title: placeWords(run.ahead),
      text: 'The server runs two at a time. Closing this page gives up the place.',
      action: { do: 'stop', label: 'Cancel' },
    })
  }
  if (!laneRun && run.phase === 'done')
    return '<p class="small quiet">Not in this run. Generate fills it.</p>'
  return ''
}

/** @param {number} ahead runs before this one */
function placeWords(ahead) {
  const places = ['Next', 'Second', 'Third', 'Fourth', 'Fifth']
  return `${places[ahead] ?? `Number ${ahead + 1}`} in line`
}

/** @param {{ model: string, loaded: number, total: number }} loading @param {string} letter */
function loadingHtml({ model, loaded, total }, letter) {
  const share = total > 0 ? Math.min(1, loaded / total) : 0
  const widths = ['92%', '97%', '64%']
  return (
    `<div><p>Loading ${escapeHtml(model)}, ${Math.floor(100 * share)}%</p>` +
    `<div class="progress" role="progressbar" aria-label="Loading, lane ${letter}" aria-valuenow="${Math.floor(100 * share)}" aria-valuemin="0" aria-valuemax="100"><svg><rect width="${percent(share)}" height="100%"/></svg></div>` +
    `<p class="small quiet">Once, then it stays in memory.</p><svg class="skeleton" aria-hidden="true">${widths.map((width, index) => `<rect y="${10 + 20 * index}" width="${width}" height="10" rx="3"/>`).join('')}</svg></div>`
  )
}
