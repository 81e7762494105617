// @ts-check

import { escapeHtml, percent } from '../html.js'
import { rankEnded, topOfEither } from './beam-ranking.js'
import { sharedStart } from './beam-tree.js'
import { decimal, plural } from './numbers.js'
import { onOneLine, startOf } from './piece.js'

/**
 * What the length penalty does: finished texts by their plain sum on the left, by their score on the right.
 * @typedef {import('./beam-ranking.js').Ended} Ended
 * @typedef {import('./beam-ranking.js').Ranked} Ranked
 */

const MOST = 8
const MOST_CHARACTERS = 60

/** @param {readonly Ended[]} finished @param {number | undefined} penalty @param {string} plain what the plain sum is called */
export function rankingHtml(finished, penalty, plain) {
  const ranked = rankEnded(finished, penalty)
  const shown = topOfEither(ranked, MOST)
  const start = sharedStart(shown.map(({ ended }) => ended.text).filter((text) => text !== ''))
  /** @param {Ranked} row */
  const words = ({ ended: { text } }) => {
    if (text === '') return '(ends at once)'
    const rest = onOneLine(text.slice(start))
    return `${start > 0 ? '… ' : ''}${rest === '' ? '(ends there)' : startOf(rest, MOST_CHARACTERS)}`
  }
  const score = penalty === undefined ? 'perturbed sum' : 'score'
  return (
    `<p class="verdict">${verdict(ranked, penalty, { plain, score }, words)}</p>` +
    (canMove(shown, penalty) ? slopeHtml(shown, plain, score, words) : '') +
    tableHtml(shown, { plain, score, penalty }, words) +
    (shown.length < ranked.length
      ? `<p class="small quiet">The best of ${plural(ranked.length, 'finished text')}.</p>`
      : '')
  )
}

/** @param {readonly Ranked[]} ranked @param {number | undefined} penalty @param {{ plain: string, score: string }} names @param {(row: Ranked) => string} words */
function verdict(ranked, penalty, { plain, score }, words) {
  const [winner] = ranked
  const first = ranked.find(({ before }) => before === 1)
  if (!winner || !first) return 'No text ended.'
  if (ranked.length === 1) return 'Only one text ended, so there is nothing to rank.'
  if (!canMove(ranked, penalty))
    return `All finished texts are ${plural(winner.ended.length, 'token')} long, so no length penalty can change their order: it matters where some texts end before others.`
  if (winner === first)
    return `The same text wins by ${plain} and by ${score}: ${quoted(words(winner))}, ${plural(winner.ended.length, 'token')}.`
  return `By ${plain} ${quoted(words(first))} (${plural(first.ended.length, 'token')}) wins; by ${score} ${quoted(words(winner))} (${plural(winner.ended.length, 'token')}).`
}

/** @param {string} text */
const quoted = (text) => `<em>${escapeHtml(text)}</em>`

/** Whether the two rankings can differ. @param {readonly Ranked[]} ranked @param {number | undefined} penalty */
const canMove = (ranked, penalty) =>
  ranked.length > 1 && (penalty === undefined || new Set(ranked.map(({ ended }) => ended.length)).size > 1)

/** @param {readonly Ranked[]} right @param {string} plain @param {string} score @param {(row: Ranked) => string} words */
function slopeHtml(right, plain, score, words) {
  const left = [...right].sort((a, b) => a.before - b.before)
  const moved = right.filter(({ before, after }) => before !== after).length
  const label = `Ranking by ${plain} against ranking by ${score}: ${moved} of ${right.length} change places. The table below has the numbers.`
  return (
    `<div class="slope-heads" aria-hidden="true"><span>by ${plain}</span><span>by ${score}, tokens at the right</span></div>` +
    `<div class="slope" role="img" aria-label="${label}">${sideHtml(left, 'before', words)}${slopeSvg(left, right)}${sideHtml(right, 'after', words)}</div>`
  )
}

/** @param {readonly Ranked[]} rows @param {'before' | 'after'} side @param {(row: Ranked) => string} words */
function sideHtml(rows, side, words) {
  const items = rows.map(
    (row) =>
      `<li class="${row[side] === 1 ? 'is-first' : ''}"><b>${row[side] === 1 ? '★' : row[side]}</b><span class="slope-words">${escapeHtml(words(row))}</span><small>${row.ended.length}</small></li>`,
  )
  return `<ol class="${side}">${items.join('')}</ol>`
}

/** @param {readonly Ranked[]} left @param {readonly Ranked[]} right */
function slopeSvg(left, right) {
  const height = (/** @type {number} */ at) => percent((at + 0.5) / right.length)
  const lines = right.map(
    (row, at) =>
      `<line class="${row.before === row.after ? 'same' : row.after < row.before ? 'up' : 'down'}" x1="0" x2="100%" y1="${height(left.indexOf(row))}" y2="${height(at)}"/>`,
  )
  return `<svg>${lines.join('')}</svg>`
}

/** @param {readonly Ranked[]} shown @param {{ plain: string, score: string, penalty: number | undefined }} names @param {(row: Ranked) => string} words */
function tableHtml(shown, { plain, score, penalty }, words) {
  const rows = shown.map(
    (row) =>
      `<tr${row.after === 1 ? ' class="is-picked"' : ''}><td class="num">${row.after}${row.after === 1 ? ' ★' : ''}</td><td class="num">${row.before}${row.before === 1 ? ' ★' : ''}</td><td class="beam-words">${escapeHtml(words(row))}</td><td class="num">${row.ended.length}</td><td class="num">${decimal(row.ended.logProbability)}</td><td class="num">${decimal(row.rating, 3)}</td></tr>`,
  )
  const title = penalty === undefined ? score : `${score}, ÷ length<sup>${penalty}</sup>`
  return `<table class="beam-table"><caption class="sr">Finished texts, ranked</caption><thead><tr><th scope="col" class="num">by ${score}</th><th scope="col" class="num">by ${plain}</th><th scope="col">text</th><th scope="col" class="num">tokens</th><th scope="col" class="num">Σ ln P</th><th scope="col" class="num">${title}</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}
