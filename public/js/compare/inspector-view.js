// @ts-check

import { escapeHtml, icon } from '../html.js'
import { candidatesHtml } from './candidates-view.js'
import { landingHtml } from './landing-view.js'
import { count, probability } from './numbers.js'
import { searchHtml } from './search-view.js'
import { visible } from './visible.js'

/**
 * One step taken apart: what the model thought, what each step of the chain left, where the draw fell. Pure.
 * @typedef {import('../../../src/runs/run/events.ts').StepRecord} StepRecord
 * @typedef {import('../../../src/runs/inspect/inspect.ts').Inspection} Inspection
 * @typedef {object} Inspected
 * @property {import('./landing-view.js').LaneMark} lane
 * @property {number} step from 0
 * @property {number} length steps of the text
 * @property {string} lead the words before the token
 * @property {StepRecord} record as the lane told it
 * @property {number} vocabularySize
 * @property {string} search notation of what ends the chain
 * @property {'you' | 'writer' | 'model'} by who put the token there, where the lane did not
 * @property {Inspection} [inspection] what the server says of it
 * @property {readonly import('./landing-view.js').Other[]} [others] the other lanes at this step
 * @property {string} [trouble] why there is no inspection
 */

/** @param {Inspected} inspected */
export function inspectorHtml(inspected) {
  const { inspection, trouble } = inspected
  const body = inspection
    ? apartHtml(inspected, inspection)
    : `<p class="insp-sec quiet">${escapeHtml(trouble ?? 'Taking this step apart')}</p>`
  return headHtml(inspected) + factsHtml(inspected) + body
}

/** @param {Inspected} inspected */
function headHtml({ lane: { letter }, step, length }) {
  /** @param {string} name @param {string} glyph @param {string} label @param {boolean} isOff */
  const button = (name, glyph, label, isOff = false) =>
    `<button type="button" class="btn plain small icon" data-do="${name}" data-focus="${name}" aria-label="${label}"${isOff ? ' aria-disabled="true"' : ''}>${icon(glyph)}</button>`
  return (
    `<div class="insp-head"><span class="mark">${letter}</span><h2>Step ${step + 1}</h2><span class="quiet">of ${count(length)}</span>` +
    `<span class="end">${button('previous-step', 'left', 'Previous step', step === 0)}${button('next-step', 'right', 'Next step', step + 1 >= length)}` +
    `${button('close-inspector', 'x', 'Close the inspector')}</span></div>`
  )
}

/** @param {Inspected} inspected */
function factsHtml({ record, lead, vocabularySize }) {
  const { text, bytes, logprob, rank, entropy } = record
  const facts = [
    ['probability', probability(Math.exp(logprob))],
    ['surprisal', `${(-logprob / Math.LN2).toFixed(2)} <small>bits</small>`],
    ['rank', `${count(rank)} <small>of ${count(vocabularySize)}</small>`],
    ['entropy', `${(entropy / Math.LN2).toFixed(2)} <small>bits</small>`],
  ]
  return (
    `<section class="insp-sec"><p class="chosen"><span class="quiet">${escapeHtml(lead)}</span><span class="tok">${visible(text, bytes)}</span></p>` +
    `<dl class="facts">${facts.map(([term, value]) => `<div><dt>${term}</dt><dd>${value}</dd></div>`).join('')}</dl></section>`
  )
}

/** @param {Inspected} inspected @param {Inspection} inspection */
function apartHtml({ lane, others = [], search: notation, record, by }, inspection) {
  const { search, isOwn, instead } = inspection
  // A search that follows several texts cannot be taken up in the middle of one.
  const canContinue = by !== 'writer' && !search && (isOwn || instead !== undefined)
  const chain = funnelHtml(inspection, notation, by) + candidatesHtml(inspection, canContinue)
  if (by === 'writer') return writerHtml(inspection) + chain
  const own = isOwn ? '' : insteadHtml(record, instead, by)
  if (search) return own + chain + searchHtml(search, notation)
  const text = isOwn ? record.text : (instead?.text ?? record.text)
  return (
    own + chain + (inspection.landing ? landingHtml(inspection.landing, lane, others, text) : NOTHING_DRAWN)
  )
}

const NOTHING_DRAWN =
  '<p class="insp-sec quiet">This lane draws nothing: the same distribution always gives the same token.</p>'

/** Whether a nucleus would have had room for a person's word. @param {Inspection} inspection */
function writerHtml({ rows, trace, chain }) {
  const row = rows.find((one) => one.kind === 'token' && one.id === trace.token)
  const p = escapeHtml(chain.replace('nucleus:', 'p = '))
  const verdict = row?.removedBy === undefined ? 'would have allowed it' : 'would have cut it'
  return `<p class="insp-sec">A person wrote this. ${p} keeps ${count(trace.kept)} tokens here and <b>${verdict}</b>: its rank is ${count(trace.rank)}.</p>`
}

/** Who put a token there that the lane, followed alone, would not choose. @type {Readonly<Record<'you' | 'model', string>>} */
const said = { you: 'You put', model: 'The run took' }

/** @param {StepRecord} record @param {Inspection['instead']} instead @param {'you' | 'model'} by */
function insteadHtml({ text, bytes }, instead, by) {
  return instead
    ? `<p class="insp-sec">${said[by]} <em>${visible(text, bytes)}</em> here; the lane itself would have taken <em>${visible(instead.text)}</em>.${by === 'model' ? ' This export of the model rounds differently in company, and the lane, followed alone, parts here.' : ''}</p>`
    : '<p class="insp-sec">The search, run again, does not come by this text: this export of the model rounds differently in company. What follows is the distribution alone.</p>'
}

/** @param {Inspection} inspection @param {string} search @param {Inspected['by']} by */
function funnelHtml({ vocabularySize, stages, landing, isOwn }, search, by) {
  const items = [{ step: 'model', kept: vocabularySize, mass: 1, isOff: false, memory: '' }, ...stages].map(
    ({ step, kept, mass, isOff, memory }) =>
      `<li${isOff ? ' class="off"' : ''}><b>${count(kept)}</b>${escapeHtml(step)}${isOff ? ' <small>off</small>' : `<small>mass ${mass.toFixed(3)}</small>`}${memory ? `<small>${escapeHtml(memory)}</small>` : ''}</li>`,
  )
  const end =
    by !== 'writer' && (landing || isOwn) ? `<li class="one"><b>1</b>${escapeHtml(search)}</li>` : ''
  return `<section class="insp-sec"><h3>Through the chain <small>tokens left, and their probability under the model</small></h3><ol class="funnel">${items.join('')}${end}</ol></section>`
}
