// @ts-check

import { escapeHtml, icon, noticeHtml } from '../html.js'
import { allowedOf, HUMAN_MARK, nucleusOf } from './human.js'
import { metricsHtml } from './metrics-view.js'
import { count, probability } from './numbers.js'
import { LINK_LENGTH } from './settings.js'
import { sparkHtml } from './spark-view.js'
import { textHtml } from './text-view.js'
import { visible } from './visible.js'

/**
 * The human text's lane, part by part, in the rows of the other lanes. Pure.
 * @typedef {import('./lane-views.js').LaneView} LaneView
 * @typedef {import('./lane-views.js').State} State
 * @typedef {import('./lane-views.js').Data} Data
 */

/** @param {State} state @returns {Readonly<Record<string, (view: LaneView, data: Data) => string>>} */
export const humanParts = (state) => ({
  head: () => headHtml(),
  chain: (view, data) => chainHtml(state, view, data),
  text: (view) => textHtml(view) + stateHtml(state),
  loops: (view) => shareHtml(view),
  spark: sparkHtml,
  measures: (view, data) => (view.sample?.steps.length ? metricsHtml(view, data) + tableHtml(view) : ''),
})

/** @param {State} state @param {LaneView} view @param {Data} data */
export function humanLaneHtml(state, view, data) {
  const parts = Object.entries(humanParts(state)).map(
    ([name, html]) => `<div class="lane-${name}" data-part="${name}">${html(view, data)}</div>`,
  )
  return `<section class="lane human-lane" id="lane-${HUMAN_MARK}" data-key="${view.key}" aria-label="Human text">${parts.join('')}</section>`
}

const headHtml = () =>
  `<span class="mark" aria-hidden="true">${HUMAN_MARK}</span><h2>Human text</h2><span class="end">` +
  '<button type="button" class="btn plain small" data-do="human-text" data-focus="human-edit" aria-haspopup="dialog">Edit<span class="sr"> the human text</span></button>' +
  `<button type="button" class="btn plain small icon" data-do="remove-human" data-focus="human-remove" aria-label="Remove the human text">${icon('trash')}</button></span>`

/** @param {State} state @param {LaneView} view @param {Data} data */
function chainHtml({ settings, faults }, view, data) {
  const { human = '', humanP = '' } = settings
  const fault = faults.humanP
    ? `<p class="fault" role="alert">${icon('warn')}<span>${escapeHtml(faults.humanP)}</span></p>`
    : ''
  const link =
    human.length > LINK_LENGTH
      ? `<p class="printed">With ${count(human.length)} characters it is too long for a link; exports have it.</p>`
      : ''
  const follows = humanP.trim() === '' ? 'p follows the first lane with a nucleus' : 'p is your own'
  return (
    `<div class="chips"><span class="chip end">scored, not generated</span><label class="human-p">p <span class="box${faults.humanP ? ' is-bad' : ''}"><input id="human-p" class="mono" data-focus="human-p" inputmode="decimal" autocomplete="off" value="${escapeHtml(nucleusOf(settings, data))}" aria-describedby="human-follows"></span></label></div>` +
    `<p class="printed" id="human-follows">${follows}: ${escapeHtml(view.chain)}</p>${fault}${link}`
  )
}

/** What a text without a result is waiting for. @param {State} state */
function stateHtml({ human }) {
  if (human?.message) {
    return noticeHtml({
      kind: 'err',
      icon: 'warn',
      title: 'The text could not be scored',
      text: human.message,
      action: { do: 'human-text', label: 'Edit' },
    })
  }
  return human?.result ? '' : '<p class="small quiet">Scoring</p>'
}

/** @param {LaneView} view */
function shareHtml(view) {
  const { allowed, count: tokens, share } = allowedOf(view)
  if (tokens === 0) return ''
  const p = view.chain.replace('nucleus:', 'p = ')
  const cut = tokens - allowed
  const dotted = cut > 0 ? '; those under a dotted line it would have cut' : ''
  return `<p class="loopnote"><span><b>${(100 * share).toFixed(0)}%</b> allowed: ${escapeHtml(p)} would have allowed ${count(allowed)} of ${count(tokens)} tokens${dotted}</span></p>`
}

/** @param {LaneView} view */
function tableHtml({ sample, chain, key }) {
  const rows = (sample?.steps ?? []).map(
    ({ text, bytes, logprob, rank, kept, allowed }, index) =>
      `<tr class="${allowed ? '' : 'is-out'}"><td class="n">${index + 1}</td><td class="w">${visible(text, bytes)}</td><td class="n">${probability(Math.exp(logprob))}</td><td class="n">${count(rank)}</td><td class="n">${count(kept)}</td><td>${allowed ? 'yes' : 'no'}</td></tr>`,
  )
  return (
    `<details class="all-metrics" data-focus="tokens-${key}"><summary>Token by token</summary><div class="human-scroll" tabindex="0" role="region" aria-label="Human text, token by token"><table class="human-tokens">` +
    `<thead><tr><th class="n">step</th><th>token</th><th class="n">probability</th><th class="n">rank</th><th class="n">kept</th><th>would ${escapeHtml(chain.replace('nucleus:', 'p = '))} allow it</th></tr></thead><tbody>${rows.join('')}</tbody></table></div></details>`
  )
}

/** The field in its popover. @param {string} text @param {boolean} isNew */
export const humanFormHtml = (text, isNew) =>
  '<div class="field human-form"><label for="human-text">A continuation of the prompt, written by a person</label>' +
  `<textarea id="human-text" rows="7" autofocus spellcheck="false" aria-describedby="human-note">${escapeHtml(`\n${text}`)}</textarea>` +
  `<p class="fault" id="human-fault" role="alert" hidden>${icon('warn')}<span></span></p>` +
  '<p class="small quiet" id="human-note">It is scored token by token by the model of the run, behind the prompt, and not generated. A space is put before it where it needs one.</p>' +
  `<div class="human-go"><button type="button" class="btn primary" data-human-add>${isNew ? 'Add human text' : 'Score again'}</button></div></div>`
