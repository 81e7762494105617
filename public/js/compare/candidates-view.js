// @ts-check

import { escapeHtml, icon } from '../html.js'
import { continueButton } from './branch-form.js'
import { count, probability } from './numbers.js'
import { visible } from './visible.js'

/**
 * The whole vocabulary at one step, by rank: what the model gave each token, what every step of the chain left of it,
 * and which step removed it. Stretches fold; every column adds up to 1. Pure.
 * @typedef {import('../../../src/runs/inspect/inspect.ts').Inspection} Inspection
 * @typedef {Inspection['rows'][number]} Row
 * @typedef {{ name: string, of: (row: Row) => number, stage: number }} Column `stage` is -1 for the model
 */

/** The model, then every step of the chain that is on. @param {Inspection} inspection @returns {Column[]} */
export function columnsOf({ stages }) {
  const on = stages.flatMap(({ step, isOff }, stage) =>
    isOff ? [] : [{ name: step, of: (/** @type {Row} */ { after }) => after[stage] ?? 0, stage }],
  )
  return [{ name: 'model', of: ({ raw }) => raw, stage: -1 }, ...on]
}

/** What the rows of a column add up to: 1, but for rounding. @param {Inspection} inspection @param {Column} column */
export const sumOf = ({ rows }, { of }) => rows.reduce((sum, row) => sum + of(row), 0)

/** With more columns there is no room for bars. */
const COLUMNS_WITH_BARS = 4

/** @param {Inspection} inspection @param {boolean} canContinue whether the text can be taken up with another candidate */
export function candidatesHtml(inspection, canContinue) {
  const { rows, stages, trace } = inspection
  const columns = columnsOf(inspection)
  const hasBars = columns.length <= COLUMNS_WITH_BARS
  const scale = Math.max(...rows.flatMap((row) => (row.kind === 'token' ? [row.raw, finalOf(row)] : [])))
  /** @type {Table} */
  const table = { inspection, columns, hasBars, scale: scale || 1, token: trace.token, canContinue }
  const body = rows.map((row, index) => cutHtml(table, row, rows[index - 1]) + rowHtml(table, row))
  const heads = columns.map(
    ({ name }) => `<th class="n" title="${escapeHtml(name)}">${escapeHtml(name.replace(':', ' '))}</th>`,
  )
  const sums = columns.map((column) => `<td class="n">${sumOf(inspection, column).toFixed(3)}</td>`)
  const off = stages.filter(({ isOff }) => isOff).map(({ step }) => step)
  const offNote = off.length > 0 ? `<p class="quiet">Off: ${escapeHtml(off.join(', '))}</p>` : ''
  return (
    `<section class="insp-sec"><h3>Candidates <small>${hasBars && columns.length > 1 ? 'by rank; grey bar the model, coloured bar after the chain' : 'by rank under the model'}</small></h3>` +
    `<div class="cands-scroll" tabindex="0" role="region" aria-label="Candidates"><table class="cands${hasBars ? '' : ' is-wide'}"><thead><tr><th class="n rk">rank</th><th class="w">token</th>${hasBars ? '<th class="bars"><span class="sr">bars</span></th>' : ''}${heads.join('')}</tr></thead><tbody>` +
    `${body.join('')}<tr class="sum"><td></td><td colspan="${hasBars ? 2 : 1}">sum</td>${sums.join('')}</tr></tbody></table></div>${offNote}</section>`
  )
}

/**
 * @typedef {object} Table
 * @property {Inspection} inspection
 * @property {readonly Column[]} columns
 * @property {boolean} hasBars
 * @property {number} scale the largest probability shown on its own: a full bar
 * @property {number} token the chosen one
 * @property {boolean} canContinue
 */

/** @param {Row} row */
const finalOf = ({ after, raw }) => after.at(-1) ?? raw

/** A line where the fate changes: which step cuts here, and what it left. @param {Table} table @param {Row} row @param {Row} [before] */
function cutHtml({ inspection: { stages, trace }, columns, hasBars }, row, before) {
  const isRest = row.kind === 'fold' && row.isRest && row.removedBy === undefined
  if (isRest || row.removedBy === before?.removedBy) return ''
  const stage = row.removedBy === undefined ? undefined : stages[row.removedBy]
  const words = stage
    ? `${stage.step} cuts here: ${count(stage.kept)} kept, mass ${stage.mass.toFixed(3)}`
    : before
      ? `kept, ${count(trace.kept)} in all`
      : ''
  if (words === '') return ''
  const span = columns.length + (hasBars ? 2 : 1)
  return `<tr class="cutline"><td></td><td colspan="${span}">${escapeHtml(words)}</td></tr>`
}

/** @param {Table} table @param {Row} row */
function rowHtml(table, row) {
  return row.kind === 'token' ? tokenHtml(table, row) : foldHtml(table, row)
}

/** @param {Table} table @param {Extract<Row, { kind: 'token' }>} row */
function tokenHtml({ inspection, columns, hasBars, scale, token, canContinue }, row) {
  const { id, text, rank, raw, removedBy } = row
  const isChosen = id === token
  const classes = [removedBy === undefined ? '' : 'cut', isChosen ? 'is-chosen' : '']
    .filter(Boolean)
    .join(' ')
  const go = isChosen || !canContinue ? '' : continueButton(id, text)
  const final =
    columns.length > 1 ? `<rect class="final" y="6" width="${share(finalOf(row) / scale)}" height="7"/>` : ''
  const bars = `<svg class="cbar" aria-hidden="true"><rect class="raw" width="${share(raw / scale)}" height="${final ? 5 : 9}"/>${final}</svg>`
  const numbers = columns.map((column) => cellHtml(inspection, row, column))
  return (
    `<tr class="${classes}"><td class="n rk">${count(rank)}</td><td class="w">${visible(text)}${hasBars ? '' : go}</td>` +
    `${hasBars ? `<td class="bars">${bars}${go}</td>` : ''}${numbers.join('')}</tr>`
  )
}

/** A removed token's row ends at the step that removed it. @param {Inspection} inspection @param {Row} row @param {Column} column */
function cellHtml({ stages }, row, { of, stage }) {
  const { removedBy } = row
  if (removedBy === undefined || stage < removedBy) return `<td class="n">${probability(of(row))}</td>`
  const step = escapeHtml(stages[removedBy]?.step ?? '')
  return stage === removedBy
    ? `<td class="n" title="removed by ${step}">cut<span class="sr"> by ${step}</span></td>`
    : '<td class="n"></td>'
}

/** @param {Table} table @param {Extract<Row, { kind: 'fold' }>} row */
function foldHtml({ inspection, columns, hasBars }, row) {
  const size = row.to - row.from + 1
  const label = row.isRest
    ? `other ${count(size)} tokens`
    : `${count(size)} more ${row.removedBy === undefined ? 'kept' : 'cut'}`
  const button = `<button type="button" class="btn plain small more" data-do="more-candidates" data-focus="more-${row.from}" aria-label="Show more of the ${escapeHtml(label)}">${icon('down')}${label}</button>`
  const numbers = columns.map((column) => cellHtml(inspection, row, column))
  return `<tr class="rest${row.removedBy === undefined ? '' : ' cut'}"><td></td><td colspan="${hasBars ? 2 : 1}">${button}</td>${numbers.join('')}</tr>`
}

/** @param {number} value */
const share = (value) => `${(100 * value).toFixed(2)}%`
