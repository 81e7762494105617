// @ts-check

import { escapeHtml } from '../html.js'
import { pathTo, sharedStart, textOf } from './beam-tree.js'
import { decimal } from './numbers.js'
import { flat, onOneLine } from './piece.js'

/**
 * One step of a beam search as a table: the texts that were looked at, what they add up to, what became of them.
 * @typedef {import('./beam-tree.js').Levels} Levels
 * @typedef {import('./beam-panel-view.js').Scoring} Scoring
 */

/** @param {Levels} levels @param {number} step @param {number} picked @param {Scoring} scoring */
export function stepTableHtml(levels, step, picked, scoring) {
  const level = levels[step] ?? []
  const paths = level.map((_, index) => textOf(pathTo(levels, step, index)))
  const start = sharedStart(paths)
  const shared = onOneLine(paths[0]?.slice(0, start) ?? '')
  const rows = level.map((child, index) => {
    const text = paths[index] ?? ''
    const before = flat(text.slice(start, Math.max(start, text.length - child.text.length)))
    const state = child.finished ? '■ ended' : child.kept ? 'stays' : 'pruned'
    return (
      `<tr class="${child.kept ? '' : child.finished ? 'is-ended' : 'is-pruned'}${index === picked ? ' is-picked' : ''}">` +
      `<td><button type="button" class="pick" data-pick="${index}" data-focus="pick-${index}" aria-pressed="${index === picked}" aria-label="Trace text ${index + 1}">${index + 1}</button></td>` +
      `<td class="beam-words"><span class="quiet">${shared ? '… ' : ''}</span>${escapeHtml(before)}<b class="latest">${escapeHtml(onOneLine(child.text) === '' ? '·' : flat(child.text))}</b></td>` +
      `${scoring.isDiverse ? `<td class="num">${child.group + 1}</td>` : ''}<td class="num">${decimal(child.logProbability)}</td>` +
      `<td class="num">${decimal(scoreOf(child.score, step + 1, scoring))}</td><td class="fate">${state}</td></tr>`
    )
  })
  const note = shared ? `<p class="shared"><span class="key">all begin</span> ${escapeHtml(shared)}</p>` : ''
  return `${note}<table class="beam-table"><caption class="sr">Texts looked at in step ${step + 1}</caption><thead><tr><th scope="col"><span class="sr">Rank</span></th><th scope="col">text</th>${scoring.isDiverse ? '<th scope="col" class="num">group</th>' : ''}<th scope="col" class="num">Σ ln P</th><th scope="col" class="num">${scoreName(scoring)}</th><th scope="col">fate</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}

/** @param {number} sum @param {number} length @param {Scoring} scoring */
const scoreOf = (sum, length, { penalty }) => (penalty === undefined ? sum : sum / length ** penalty)

/** @param {Scoring} scoring */
const scoreName = ({ penalty, isDiverse }) =>
  penalty === undefined ? 'perturbed' : `${isDiverse ? 'less penalties ' : ''}÷ length<sup>${penalty}</sup>`
