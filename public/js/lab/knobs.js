// @ts-check

import { escapeHtml } from '../html.js'
import { settingOf, usesOf } from './chain.js'
import { detentOf, positionOf, strideOf, TRAVEL } from './scale.js'

/**
 * Every step of the registry as a knob of one panel's chain, by family. Pure.
 * @typedef {import('./chain.js').Strategy} Strategy
 * @typedef {import('./chain.js').Use} Use
 */

/** @type {readonly [string, string][]} */
const FAMILIES = [
  ['shape', 'Shape'],
  ['truncation', 'Truncation'],
  ['feedback', 'Feedback'],
  ['repetition', 'Repetition, by the history'],
  ['bug museum', 'Bug museum: nuclei that are wrong'],
  ['search', 'Search'],
]
const OPEN = new Set(['shape', 'truncation'])

/** @param {string} chain @param {readonly Strategy[]} strategies @param {number} words how many there are */
export function knobsHtml(chain, strategies, words) {
  const uses = usesOf(chain, strategies)
  return FAMILIES.map(([family, name]) => {
    const members = strategies.filter(
      (one) => one.family === family && (one.kind === 'step' || one.id === 'greedy'),
    )
    const on = members.filter(({ id }) => uses.some((use) => use.id === id)).length
    const isOpen = OPEN.has(family) || on > 0
    const rows = members.map((one) =>
      knobHtml(
        one,
        uses.find(({ id }) => id === one.id),
        words,
      ),
    )
    return `<details class="family" data-family="${family}" data-on="${on}"${isOpen ? ' open' : ''}><summary>${name}<span class="on-count">${on > 0 ? `${on} on` : ''}</span></summary>${rows.join('')}</details>`
  }).join('')
}

/** @param {Strategy} strategy @param {Use | undefined} use @param {number} words */
function knobHtml(strategy, use, words) {
  const { id, title, summary, parameters } = strategy
  const [first, ...others] = parameters
  const isOn = use !== undefined
  const name = title.replace(/^Wrong nucleus: (.)/, (_, first) => first.toUpperCase())
  const toggle = `<label class="name" title="${escapeHtml(summary)}"><input type="checkbox" data-toggle="${id}"${isOn ? ' checked' : ''}><span>${escapeHtml(name)}</span></label>`
  const main = first
    ? controls(strategy, first, use, words)
    : `<span class="quiet span2">${isOn ? 'on' : 'off'}, nothing to set</span>`
  const extra = isOn ? others.map((one) => extraHtml(strategy, one, use, words)).join('') : ''
  return `<div class="knob${isOn ? '' : ' is-off'}" data-step="${id}">${toggle}${main}</div>${extra}`
}

/** @param {Strategy} strategy @param {Strategy['parameters'][number]} parameter @param {Use | undefined} use @param {number} words */
function controls({ id, title }, parameter, use, words) {
  const text = settingOf(use, parameter)
  const detent = detentOf(parameter, words)
  const position = use
    ? positionOf(parameter, Number(text) || 0, words)
    : (detent ?? positionOf(parameter, Number(text) || 0, words))
  const label = escapeHtml(`${title} ${parameter.title}`)
  const mark =
    detent === undefined
      ? ''
      : `<svg class="off-tick" aria-hidden="true"><line x1="${detent / (TRAVEL / 100)}%" x2="${detent / (TRAVEL / 100)}%" y1="0" y2="5"/></svg>`
  return (
    `<div class="slot"><input type="range" min="0" max="${TRAVEL}" step="${strideOf(parameter, words)}" value="${position}" data-slide="${id}" data-parameter="${parameter.name}" aria-label="${label}" aria-valuetext="${use ? escapeHtml(text) : 'off'}">${mark}</div>` +
    `<input type="text" data-box="${id}" data-parameter="${parameter.name}" aria-label="${label}, a number or off" value="${use ? escapeHtml(text) : 'off'}" autocomplete="off">`
  )
}

/** @param {Strategy} strategy @param {Strategy['parameters'][number]} parameter @param {Use | undefined} use @param {number} words */
function extraHtml(strategy, parameter, use, words) {
  return `<div class="knob extra"><span class="name">${escapeHtml(parameter.title)}</span>${controls(strategy, parameter, use, words)}</div>`
}
