// @ts-check

import { escapeHtml, icon } from '../html.js'
import { continueButton } from './branch-form.js'
import { count, probability } from './numbers.js'

/**
 * One step taken apart: what the model thought, what each step of the chain left, where the draw fell. Pure.
 * @typedef {import('../../../src/runs/events.ts').StepRecord} StepRecord
 * @typedef {NonNullable<StepRecord['candidates']>[number]} Candidate
 * @typedef {object} Inspected
 * @property {string} letter
 * @property {number} step from 0
 * @property {StepRecord} record as the lane told it
 * @property {StepRecord} [traced] the same step with its candidates
 * @property {StepRecord} [own] what the lane itself would have done here, where a person chose
 * @property {number} vocabularySize
 * @property {string} [trouble] why there are no candidates
 */

/** Rows of candidates shown. */
const ROWS = 24

/** @param {Inspected} inspected */
export function inspectorHtml(inspected) {
  const { letter, step, record, traced, trouble } = inspected
  const body = traced
    ? funnelHtml(inspected, traced) +
      candidatesHtml(inspected, traced) +
      (inspected.own ? ownHtml(record, inspected.own) : drawHtml(traced))
    : `<p class="insp-sec quiet">${escapeHtml(trouble ?? 'Taking this step apart')}</p>`
  return (
    `<div class="insp-head"><span class="mark">${letter}</span><h2>Step ${step + 1}</h2>` +
    `<button type="button" class="btn plain small icon" data-do="close-inspector" data-focus="close-inspector" aria-label="Close the inspector">${icon('x')}</button></div>` +
    factsHtml(record) +
    body
  )
}

/** A token where its blanks can be seen. @param {string} text */
const visible = (text) => escapeHtml(text === '' ? '(part of a character)' : text.replaceAll('\n', '↵'))

/** @param {StepRecord} record */
function factsHtml({ text, logprob, rank, entropy }) {
  const facts = [
    ['probability', probability(Math.exp(logprob))],
    ['surprisal', `${(-logprob / Math.LN2).toFixed(2)} <small>bits</small>`],
    ['rank', count(rank)],
    ['entropy', `${(entropy / Math.LN2).toFixed(2)} <small>bits</small>`],
  ]
  return (
    `<section class="insp-sec"><span class="tok">${visible(text)}</span>` +
    `<dl class="facts">${facts.map(([term, value]) => `<div><dt>${term}</dt><dd>${value}</dd></div>`).join('')}</dl></section>`
  )
}

/** @param {Inspected} inspected @param {StepRecord} traced */
function funnelHtml({ vocabularySize }, { stages = [] }) {
  const items = [{ step: 'model', kept: vocabularySize, mass: 1 }, ...stages].map(
    ({ step, kept, mass }) =>
      `<li><b>${count(kept)}</b>${escapeHtml(step)}<small>${mass.toFixed(3)} of the mass</small></li>`,
  )
  return `<section class="insp-sec"><h3>Through the chain <small>tokens left, and their probability under the model</small></h3><ol class="funnel">${items.join('')}</ol></section>`
}

/** @param {Inspected} inspected @param {StepRecord} traced */
function candidatesHtml({ vocabularySize }, { candidates = [], token }) {
  const shown = candidates.slice(0, ROWS)
  const chosen = candidates.find(({ id }) => id === token)
  const rows = shown.map((one, index) => cutHtml(one, shown[index - 1]) + rowHtml(one, index, token))
  if (chosen && !shown.includes(chosen)) rows.push(rowHtml(chosen, candidates.indexOf(chosen), token))
  const listed = chosen && !shown.includes(chosen) ? [...shown, chosen] : shown
  const raw = 1 - sum(listed.map((one) => one.raw))
  const final = 1 - sum(listed.map((one) => one.probability))
  return (
    '<section class="insp-sec"><h3>Candidates <small>by rank; grey bar the model, coloured bar after the chain</small></h3>' +
    '<table class="cands"><thead><tr><th class="n">rank</th><th>token</th><th><span class="sr">bars</span></th><th class="n">model</th><th class="n">final</th></tr></thead><tbody>' +
    rows.join('') +
    `<tr class="rest"><td></td><td colspan="2">other ${count(vocabularySize - listed.length)} tokens</td><td class="n">${share(raw)}</td><td class="n">${share(final)}</td></tr>` +
    '<tr class="sum"><td></td><td colspan="2">sum</td><td class="n">1.000</td><td class="n">1.000</td></tr></tbody></table></section>'
  )
}

/** A line above the first token that a step removed. @param {Candidate} one @param {Candidate} [before] */
function cutHtml({ removedBy }, before) {
  if (!removedBy || before?.removedBy === removedBy) return ''
  return `<tr class="cutline"><td></td><td colspan="4">removed by ${escapeHtml(removedBy)}</td></tr>`
}

/** @param {readonly number[]} values */
const sum = (values) => values.reduce((total, value) => total + value, 0)
/** @param {number} value */
const share = (value) => Math.max(0, value).toFixed(3)

/** @param {Candidate} candidate @param {number} index @param {number} token */
function rowHtml({ id, text, raw, probability: final, removedBy }, index, token) {
  const classes = [removedBy ? 'cut' : '', id === token ? 'is-chosen' : ''].filter(Boolean).join(' ')
  const bar = `<svg class="cbar" aria-hidden="true"><rect class="raw" width="${(100 * raw).toFixed(2)}%" height="5"/><rect class="final" y="6" width="${(100 * final).toFixed(2)}%" height="7"/></svg>`
  return (
    `<tr class="${classes}"><td class="n">${index + 1}</td><td class="w">${visible(text)}</td><td class="b">${bar}${id === token ? '' : continueButton(id, text)}</td><td class="n">${share(raw)}</td>` +
    `<td class="n"${removedBy ? ` title="removed by ${escapeHtml(removedBy)}"` : ''}>${removedBy ? `cut<span class="sr"> by ${escapeHtml(removedBy)}</span>` : share(final)}</td></tr>`
  )
}

/** @param {StepRecord} record @param {StepRecord} own */
function ownHtml({ text }, own) {
  const number = own.u === null ? '' : ` (u = ${own.u.toFixed(4)})`
  return `<p class="insp-sec">You put <em>${visible(text)}</em> here; the lane itself would have taken <em>${visible(own.text)}</em>${number}.</p>`
}

/** @param {StepRecord} traced */
function drawHtml({ u, candidates = [], token, text }) {
  if (u === null)
    return '<p class="insp-sec quiet">This lane draws nothing: the same distribution always gives the same token.</p>'
  const before = candidates.findIndex(({ id }) => id === token)
  const from = sum(candidates.slice(0, Math.max(0, before)).map((one) => one.probability))
  const to = from + (candidates[before]?.probability ?? 0)
  const where =
    before < 0
      ? 'far down the list'
      : `between ${from.toFixed(4)} and ${to.toFixed(4)} of the mass, where <em>${visible(text)}</em> lies`
  return `<section class="insp-sec"><h3>Where the draw fell</h3><p>u = ${u.toFixed(4)} fell ${where}. Every lane drew with the same u at this step, so only the cut differs while their texts agree.</p></section>`
}
