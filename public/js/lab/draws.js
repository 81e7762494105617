// @ts-check

import { escapeHtml } from '../html.js'
import { count, percent, probability } from './text.js'

/**
 * A lane's draws against what chance allows. Pure.
 * @typedef {import('../../../src/runs/lab/lane.ts').LabLane} LabLane
 * @typedef {import('../../../src/runs/lab/drawing.ts').LaneDrawing} LaneDrawing
 * @typedef {{ probability: number, expected: number, low: number, high: number, count: number }} Tally
 */

/** The first draws that are spelled out. */
const SPELLED = 40

/** @param {LabLane | undefined} lane @param {readonly string[]} tokens */
export function drawsHtml(lane, tokens) {
  if (!lane?.drawing) return '<p class="quiet">This panel cannot be drawn, so nothing is drawn from it.</p>'
  const { drawing, draws } = lane
  if (draws.length === 0) return '<p class="quiet">No draws yet: ask for at least one.</p>'
  const table = drawing.counts
    ? tableHtml(lane, drawing)
    : '<p class="quiet">A step of this chain acts by chance, anew at each draw, so no single distribution says what to expect.</p>'
  const verdict = drawing.counts ? `<p class="verdict">${verdictOf(drawing, draws.length)}</p>` : ''
  return table + verdict + spelled(draws, tokens)
}

/** @param {LabLane} lane @param {LaneDrawing} drawing */
function tableHtml({ candidates }, drawing) {
  const counts = drawing.counts ?? []
  const furthest = Math.max(1, ...counts.map((one) => Math.max(one.high, one.count)), drawing.rest?.high ?? 0)
  const rows = counts.map((one, rank) =>
    rowHtml(
      one.token,
      one,
      furthest,
      one.probability === 0 ? cutBy(candidates[rank]?.removedBy ?? null) : undefined,
    ),
  )
  if (drawing.rest) rows.push(rowHtml('all other words', drawing.rest, furthest, undefined))
  return (
    '<div class="scroll" tabindex="0" role="region" aria-label="Draws against chance"><table class="data draws"><thead><tr>' +
    '<th scope="col">word</th><th scope="col" class="n">probability</th><th scope="col" class="n">expected</th><th scope="col" class="n">drawn</th><th scope="col">against chance</th>' +
    `</tr></thead><tbody>${rows.join('')}</tbody></table></div>`
  )
}

/** @param {string | null} step */
const cutBy = (step) => (step === null ? 'impossible from the start' : `cut by ${step}`)

/** @param {string} word @param {Tally} tally @param {number} furthest @param {string | undefined} instead */
function rowHtml(word, tally, furthest, instead) {
  const chance =
    instead === undefined ? bandHtml(tally, furthest) : `<span class="quiet">${escapeHtml(instead)}</span>`
  return (
    `<tr><th scope="row" class="word">${escapeHtml(word === '' ? '(empty)' : word)}</th><td class="n">${probability(tally.probability)}</td>` +
    `<td class="n">${tally.expected.toFixed(1)}</td><td class="n"><b>${count(tally.count)}</b></td><td class="chance">${chance}</td></tr>`
  )
}

/** @param {Tally} tally @param {number} furthest */
function bandHtml({ low, high, expected, count: drawn }, furthest) {
  const at = (/** @type {number} */ value) => percent((0.98 * value) / furthest + 0.01)
  const width = percent((0.98 * (high - low)) / furthest)
  const where = drawn < low ? 'below the band' : drawn > high ? 'above the band' : 'within the band'
  return (
    `<svg class="band" role="img" aria-label="drawn ${drawn}, ${where} ${low} to ${high}">` +
    `<rect class="range" x="${at(low)}" y="4" width="${width}" height="10" rx="2"/>` +
    `<line class="expected" x1="${at(expected)}" x2="${at(expected)}" y1="2" y2="16"/>` +
    `<circle class="dot" cx="${at(drawn)}" cy="9" r="4"/></svg>`
  )
}

/** @param {LaneDrawing} drawing @param {number} draws */
function verdictOf({ chiSquare, counts }, draws) {
  if (!chiSquare) {
    return (counts ?? []).filter((one) => one.probability > 0).length < 2
      ? 'One word is left, so every draw is that word.'
      : `${count(draws)} draws are too few to test; a word must be expected five times.`
  }
  const { statistic, degrees, pValue } = chiSquare
  const name = `χ² = ${statistic.toFixed(2)} on ${degrees} degree${degrees === 1 ? '' : 's'} of freedom`
  if (pValue >= 0.05) return `${name}: what chance allows.`
  const runs = Math.max(1, Math.round(1000 * pValue))
  return pValue >= 0.001
    ? `${name}: unusual; chance goes this far or further in ${runs} of 1,000 runs.`
    : `${name}: chance goes this far in fewer than 1 of 1,000 runs.`
}

/** @param {readonly number[]} draws @param {readonly string[]} tokens */
function spelled(draws, tokens) {
  const words = draws.slice(0, SPELLED).map((id) => escapeHtml(tokens[id] || '(empty)'))
  const more = draws.length > SPELLED ? ' …' : ''
  return `<p class="verdict">The first draws:</p><p class="drawn">${words.join(' ')}${more}</p>`
}
