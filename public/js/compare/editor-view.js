// @ts-check

import { escapeHtml, icon, percent } from '../html.js'
import { isOff, valueFault } from './chain.js'

/**
 * The editor of one step, made from the registry's description of it.
 * @typedef {import('./chain.js').Use} Use
 * @typedef {import('./chain.js').Parameter} Parameter
 * @typedef {import('./chain.js').Strategy} Strategy
 */

/** Positions of a slider. */
export const TRAVEL = 1000

/** @param {Parameter} parameter */
function rangeOf({ slider, minimum = 0, maximum = 1, scale, off }) {
  const [low, high] = slider ?? [minimum, maximum]
  return { low, high, isLog: scale === 'log' && low > 0, off }
}

/** Where a value stands on its slider. An "off" beyond the slider's range has the end to itself. @param {Parameter} parameter @param {number} value */
export function positionOf(parameter, value) {
  const { low, high, isLog, off } = rangeOf(parameter)
  if (off !== undefined && value === off && (off < low || off > high)) return TRAVEL
  const share = isLog
    ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
    : (value - low) / (high - low)
  return Math.round(TRAVEL * Math.max(0, Math.min(1, share)))
}

/** @param {Parameter} parameter @param {number} position */
export function valueAt(parameter, position) {
  const { low, high, isLog, off } = rangeOf(parameter)
  if (off !== undefined && Math.abs(position - positionOf(parameter, off)) <= TRAVEL / 100) return off
  const share = position / TRAVEL
  const value = isLog ? low * (high / low) ** share : low + share * (high - low)
  if (parameter.type === 'integer') return Math.round(value)
  const digits = Math.max(0, 2 - Math.floor(Math.log10(isLog ? Math.max(value, 1e-9) : high - low)))
  return Number(value.toFixed(Math.min(digits, 8)))
}

/**
 * @param {Use} use
 * @param {{ index: number, count: number, searches: readonly Strategy[], models: readonly { id: string, title: string }[] }} place `models`: those an amateur may be
 */
export function editorHtml(use, { index, count, searches, models }) {
  const { strategy } = use
  const off = isOff(use)
  const canBeOff = strategy.parameters.some((parameter) => parameter.off !== undefined)
  const isSearch = strategy.kind === 'search'
  const toggle = canBeOff
    ? `<label class="switch"><input type="checkbox" data-change="off"${off ? ' checked' : ''}> off</label>`
    : ''
  return (
    `<div class="title"><h2>${escapeHtml(strategy.title)}</h2>${toggle}</div>` +
    `<p class="quiet">${escapeHtml(strategy.summary)}</p>` +
    (isSearch ? searchHtml(strategy, searches) : '') +
    strategy.parameters.map((parameter) => knobHtml(use, parameter, off, models)).join('') +
    helpHtml(strategy) +
    (isSearch ? '' : orderHtml(index, count))
  )
}

/** The rule, where it comes from, what it starts at, where it fails. @param {Strategy} strategy */
function helpHtml({ formula, paper, weakness, parameters }) {
  const defaults = parameters.map(({ name, fallback }) => `${name} ${fallback}`).join(', ')
  const facts = [
    ['Rule', formula],
    ['Source', paper],
    ...(defaults ? [['Default', defaults]] : []),
    ['Weakness', weakness],
  ]
  return `<dl class="help">${facts.map(([term, text]) => `<dt>${term}</dt><dd>${escapeHtml(text ?? '')}</dd>`).join('')}</dl>`
}

/** What one of a few may be; a model is chosen by its title. @param {Parameter} parameter @param {string} value @param {readonly { id: string, title: string }[]} models */
function choicesOf({ type, options }, value, models) {
  if (type !== 'model') return options?.map((id) => ({ id, title: id }))
  const known = [{ id: 'same', title: 'the lane’s own' }, ...models]
  return known.some(({ id }) => id === value) ? known : [...known, { id: value, title: value }]
}

/** @param {Use} use @param {Parameter} parameter @param {boolean} off @param {readonly { id: string, title: string }[]} models */
function knobHtml({ values }, parameter, off, models) {
  const { name, title, help } = parameter
  const value = values[name] ?? ''
  const options = choicesOf(parameter, value, models)
  const label = `<label for="knob-${name}" title="${escapeHtml(help)}">${escapeHtml(title)}</label>`
  if (options) {
    const choices = options.map(
      (one) =>
        `<option value="${escapeHtml(one.id)}"${one.id === value ? ' selected' : ''}>${escapeHtml(one.title)}</option>`,
    )
    return `<div class="knob">${label}<select id="knob-${name}" data-change="value" data-name="${name}">${choices.join('')}</select></div>`
  }
  const fault = valueFault(parameter, value)
  const detent =
    parameter.off === undefined
      ? ''
      : `<svg class="detent" aria-hidden="true"><line x1="${percent(positionOf(parameter, parameter.off) / TRAVEL)}" x2="${percent(positionOf(parameter, parameter.off) / TRAVEL)}" y1="0" y2="5"/></svg>`
  return (
    `<div class="knob${off ? ' is-off' : ''}" data-knob="${name}">${label}` +
    `<div class="slot"><input type="range" id="knob-${name}" min="0" max="${TRAVEL}" value="${positionOf(parameter, Number(value))}" data-change="slider" data-name="${name}" aria-valuetext="${off ? 'off' : escapeHtml(value)}">${detent}</div>` +
    `<input type="text" class="value" inputmode="decimal" value="${escapeHtml(value)}" data-change="value" data-name="${name}" aria-label="${escapeHtml(`${title}, ${help}`)}" aria-describedby="fault-${name}"${fault ? ' aria-invalid="true"' : ''}>` +
    `<p class="fault" id="fault-${name}" role="alert"${fault ? '' : ' hidden'}>${icon('warn')}<span>${escapeHtml(fault)}</span></p></div>`
  )
}

/** @param {Strategy} current @param {readonly Strategy[]} searches */
function searchHtml(current, searches) {
  const options = searches.map(
    ({ id, title }) =>
      `<option value="${id}"${id === current.id ? ' selected' : ''}>${escapeHtml(title)}</option>`,
  )
  return `<div class="knob"><label for="knob-search">Search</label><select id="knob-search" data-change="search">${options.join('')}</select></div>`
}

/** @param {number} index @param {number} count */
function orderHtml(index, count) {
  return (
    `<div class="order"><button type="button" class="btn plain small" data-step-do="earlier"${index === 0 ? ' disabled' : ''}>${icon('left')}Earlier</button>` +
    `<button type="button" class="btn plain small" data-step-do="later"${index === count - 1 ? ' disabled' : ''}>Later${icon('right')}</button>` +
    `<button type="button" class="btn plain small" data-step-do="remove">${icon('trash')}Remove</button></div>`
  )
}
