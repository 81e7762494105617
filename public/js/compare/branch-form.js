// @ts-check

import { escapeHtml, icon } from '../html.js'

/**
 * Where the inspector offers another way on: a candidate's button, and a field for text of one's own. Pure.
 * @typedef {import('../../../src/runs/run/events.ts').StepRecord} StepRecord
 */

/** @param {number} id @param {string} text */
export const continueButton = (id, text) =>
  `<button type="button" class="btn small go" data-do="branch-here" data-token="${id}" data-focus="go-${id}" aria-label="Continue from here with ${escapeHtml(text.trim() || 'this blank')}">${icon('fork')}<span>Continue<span class="wide"> from here</span></span></button>`

/**
 * The field for typed text. A word usually begins with its space, so the space is a switch that stands as it does in the
 * token replaced.
 * @param {StepRecord} record @param {import('./chain.js').Strategy | undefined} search
 */
export function branchFormHtml({ text }, search) {
  if (search && !search.isStepwise) {
    return `<section class="insp-sec"><h3>Continue from here</h3><p>${escapeHtml(search.title)} looks ahead over several continuations, so its text cannot be taken up in the middle; put the words into the prompt instead.</p></section>`
  }
  const instead = text.trim() === '' ? 'this token' : `<q class="said">${escapeHtml(text.trim())}</q>`
  return (
    '<section class="insp-sec"><h3>Continue from here</h3><form class="field branch-form" data-branch-form novalidate>' +
    `<label for="branch-text">Type text here instead of ${instead}</label>` +
    '<div class="box"><input id="branch-text" data-focus="branch-text" autocomplete="off" spellcheck="false" aria-describedby="branch-note">' +
    `<button class="btn">${icon('fork')}<span>Continue</span></button></div>` +
    `<label class="check"><input type="checkbox" id="branch-space"${/^\s/.test(text) ? ' checked' : ''}> with a space before it</label>` +
    `<p class="fault" id="branch-fault" role="alert" hidden>${icon('warn')}<span></span></p>` +
    '<p id="branch-note">The tokens before it stay the same; after it the lane draws the numbers this seed has for those steps.</p></form></section>'
  )
}
