// @ts-check

import { escapeHtml } from '../html.js'
import { count } from './numbers.js'
import { visible } from './visible.js'

/**
 * What a search looked at in one step, beyond its chain: a beam's continuations and their fate, contrastive search's
 * choices and their scores. Pure.
 * @typedef {NonNullable<import('../../../src/runs/inspect/inspect.ts').Inspection['search']>} SearchStep
 * @typedef {Extract<SearchStep, { kind: 'beam' }>['continuations'][number]} Continuation
 */

/** @param {SearchStep} search @param {string} notation */
export const searchHtml = (search, notation) =>
  search.kind === 'beam' ? beamHtml(search, notation) : contrastiveHtml(search, notation)

/** @type {Readonly<Record<Continuation['fate'], string>>} */
const FATES = { kept: 'kept', finished: 'ended here', pruned: 'dropped' }

/** @param {Extract<SearchStep, { kind: 'beam' }>} search @param {string} notation */
function beamHtml({ continuations }, notation) {
  const kept = continuations.filter(({ fate }) => fate === 'kept').length
  const rows = continuations.map(({ text, after, score, fate, isOwn }) => {
    const classes = [fate === 'pruned' ? 'cut' : '', isOwn ? 'is-chosen' : ''].filter(Boolean).join(' ')
    const own = isOwn ? '<span class="sr"> (this text)</span>' : ''
    return `<tr class="${classes}"><td class="w after">${after === undefined ? '<span class="quiet">this text</span>' : `… ${visible(after)}`}</td><td class="w">${visible(text)}${own}</td><td class="n">${score.toFixed(2)}</td><td class="n">${FATES[fate]}</td></tr>`
  })
  return (
    `<section class="insp-sec"><h3>What the search went on with <small>${escapeHtml(notation)}: best first, ${count(kept)} kept</small></h3>` +
    `<table class="conts"><thead><tr><th class="w after">after</th><th class="w">token</th><th class="n" title="What the search ranks by: the sum of ln P over the text">score</th><th class="n">fate</th></tr></thead><tbody>${rows.join('')}</tbody></table>` +
    '<p>The distribution above is that of the text that won in the end. A search draws nothing: it keeps the texts of the highest score and goes on with all of them.</p></section>'
  )
}

/** @param {Extract<SearchStep, { kind: 'contrastive' }>} search @param {string} notation */
function contrastiveHtml({ choices }, notation) {
  const rows = choices.map(
    ({ text, probability, similarity, score, isOwn }) =>
      `<tr class="${isOwn ? 'is-chosen' : ''}"><td class="w">${visible(text)}</td><td class="n">${probability.toFixed(3)}</td><td class="n">${similarity.toFixed(3)}</td><td class="n">${score.toFixed(3)}</td></tr>`,
  )
  return (
    `<section class="insp-sec"><h3>What the search weighed <small>${escapeHtml(notation)}</small></h3>` +
    `<table class="conts"><thead><tr><th class="w">token</th><th class="n">final</th><th class="n">likeness</th><th class="n">score</th></tr></thead><tbody>${rows.join('')}</tbody></table>` +
    '<p>Likeness is the largest cosine of its hidden state with those before it; the highest score wins, and nothing is drawn.</p></section>'
  )
}
