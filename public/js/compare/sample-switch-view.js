// @ts-check

import { icon } from '../html.js'

/**
 * Which of a lane's samples is its text: a button each, or two to walk through many.
 * @typedef {import('./lane-views.js').LaneView} LaneView
 */

/** More buttons than this do not fit the head of a lane. */
const MOST_BUTTONS = 5

/** @param {LaneView} view */
export function sampleSwitchHtml({ key, laneRun, sampleIndex }) {
  const count = laneRun?.samples.length ?? 1
  if (count === 1) return ''
  const choices = count > MOST_BUTTONS ? walk(key, sampleIndex, count) : buttons(key, sampleIndex, count)
  return `<span class="samples needs-js" role="group" aria-label="Samples">${choices}</span>`
}

/** @param {number} key @param {number} shown @param {number} count */
const buttons = (key, shown, count) =>
  Array.from(
    { length: count },
    (_, index) =>
      `<button type="button" data-do="sample" data-index="${index}" data-focus="sample-${key}-${index}" aria-pressed="${index === shown}" aria-label="Sample ${index + 1}">${index + 1}</button>`,
  ).join('')

/** Past the last comes the first. @param {number} key @param {number} shown @param {number} count */
function walk(key, shown, count) {
  /** @param {number} to @param {string} name @param {string} glyph */
  const button = (to, name, glyph) =>
    `<button type="button" data-do="sample" data-index="${(to + count) % count}" data-focus="sample-${key}-${name}" aria-label="${name === 'next' ? 'Next' : 'Previous'} sample">${icon(glyph)}</button>`
  return `${button(shown - 1, 'previous', 'left')}<span class="place">${shown + 1}<span class="quiet">/${count}</span></span>${button(shown + 1, 'next', 'right')}`
}
