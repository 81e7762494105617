// @ts-check

import { escapeHtml, icon } from '../html.js'
import { branchesAlong, originsOf } from './branch.js'
import { plural } from './numbers.js'

/**
 * How a branch looks: under the text it shares a rule in the lane's colour, below it the old tail in grey.
 * @typedef {import('./lane-views.js').LaneView} LaneView
 * @typedef {import('./branch.js').Branch} Branch
 */

/** @param {string} text */
const word = (text) => `<q class="said">${escapeHtml(text.trim() || '␣')}</q>`

/** What opens each branch in a text, by step. @param {LaneView} view @returns {Map<number, string>} */
export function branchMarks({ sample }) {
  const along = [...branchesAlong(sample)]
  return new Map(
    along.map(([step, branch], index) => [
      step,
      `${index > 0 ? '</span>' : ''}<span class="branch"><span class="branch-cap">${icon('fork')}${captionHtml(branch, sample)}</span>`,
    ]),
  )
}

/** @param {Branch} branch @param {import('./run.js').Sample | undefined} sample */
function captionHtml({ step, text, given, from }, sample) {
  const chosen = sample?.steps.slice(step, step + given).map((one) => one.text)
  const mine = text === undefined ? (chosen?.join('') ?? '') : text
  const old = from.steps[step]?.text
  const instead = old === undefined ? '' : ` instead of ${word(old)}`
  return `<span>${text === undefined ? 'Branch' : 'Typed'} at step ${step + 1}: ${word(mine)}${instead}</span>`
}

/** What each branch left behind, newest first. @param {LaneView} view */
export function tailsHtml({ key, sample }) {
  return [sample, ...originsOf(sample)]
    .flatMap((one, level) => (one?.branch ? tailHtml(one.branch, key, level) : []))
    .join('')
}

/** @param {Branch} branch @param {number} key @param {number} level */
function tailHtml({ step, from, isTailShown = false }, key, level) {
  const rest = from.steps.slice(step)
  const name = from.branch ? `Tail of the branch at step ${from.branch.step + 1}` : 'Original tail'
  const text = rest
    .map((one) => one.text)
    .join('')
    .trimStart()
  const id = `tail-${key}-${level}`
  return (
    `<div class="tail"><div class="tail-cap"><span>${name}, ${plural(rest.length, 'token')}</span>` +
    `<span class="needs-js"><button type="button" class="btn plain small" data-do="show-tail" data-level="${level}" data-focus="show-${id}" aria-expanded="${isTailShown}" aria-controls="${id}">${isTailShown ? 'Show less' : 'Show all'}</button>` +
    `<button type="button" class="btn plain small" data-do="restore-tail" data-level="${level}" data-focus="restore-${id}">${icon('redo')}Restore</button></span></div>` +
    `<p class="tail-text${isTailShown ? '' : ' is-cut'}" id="${id}">${escapeHtml(text)}</p></div>`
  )
}
