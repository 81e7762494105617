// @ts-check

import { escapeHtml } from '../html.js'
import { cutMarks } from './cuts.js'
import { numbers, rankLabels, wordLabels } from './plot-labels.js'
import { count, percent } from './text.js'

/**
 * One step's bars and its cut as an SVG that stretches with its box: places are percentages, words keep their size.
 * Pure: the server draws with it too.
 * @typedef {import('../../../src/runs/lab/step-view.ts').StepView} StepView
 * @typedef {object} Frame
 * @property {(place: number) => number} x share of the width at the start of a place
 * @property {(height: number) => number} y share of the height, from the top
 * @property {number} bar width of a bar, in places
 * @property {boolean} isRoomy whether words and numbers have room beside each other
 * @property {boolean} isPlain a small figure without the crossing word
 * @property {{ from: number, to: number }[]} slots
 */

/** Share of the width that folded words get. */
const FOLDED = 0.3
/** More words than this stand at a slant, without numbers. */
const ROOMY = 8

/** @param {StepView} view @param {boolean} isPlain @returns {Frame} */
function frameOf({ words, folds, cut }, isPlain) {
  const singles = words.length
  const last = folds.at(-1)?.to ?? singles
  const width = folds.length === 0 ? 1 : 1 - FOLDED
  const low = cut.kind === 'logit' ? cut.lowest - 0.08 * (cut.highest - cut.lowest || 1) : 0
  const high = cut.kind === 'logit' ? cut.highest : 1
  return {
    x: (place) =>
      place <= singles
        ? (place / singles) * width
        : width + ((place - singles) / (last - singles)) * (1 - width),
    y: (height) => 1 - (height - low) / (high - low || 1),
    bar: singles <= ROOMY ? 0.6 : 0.76,
    isRoomy: singles <= ROOMY && folds.length === 0,
    isPlain,
    slots: [...words.map((_, place) => ({ from: place, to: place + 1 })), ...folds],
  }
}

/**
 * @typedef {object} PlotOptions
 * @property {boolean} [low] a small figure among others
 * @property {boolean} [byRank] ranks under the bars instead of words
 * @property {{ after: number, label: string }} [rival] another cut, as a line in its own colour
 */

/** @param {StepView} view @param {string} title @param {PlotOptions} [options] */
export function plotHtml(view, title, options = {}) {
  const frame = frameOf(view, options.byRank === true)
  const isStairs = view.cut.kind === 'stairs' && !view.isOff
  const size = `${isStairs ? ' has-right' : ''}${options.low ? ' is-low' : ''}`
  const slanted = frame.isRoomy || options.byRank ? '' : ' is-slanted'
  return (
    `<div class="geo${size}${slanted}"><svg role="img" aria-label="${escapeHtml(findingOf(view, title))}">` +
    gridLines(view, frame) +
    bars(view, frame) +
    cutMarks(view, frame) +
    (options.rival ? rivalLine(options.rival, frame) : '') +
    (frame.isRoomy ? numbers(view, frame) : '') +
    (options.byRank ? rankLabels(view, frame) : wordLabels(view, frame)) +
    '</svg></div>'
  )
}

/** @param {{ after: number, label: string }} rival @param {Frame} frame */
function rivalLine({ after, label }, frame) {
  const x = percent(frame.x(after))
  return (
    `<line class="rival" x1="${x}" x2="${x}" y1="0" y2="100%"/>` +
    `<text class="rival-note" x="${x}" y="35%" dx="5" dy="4">${escapeHtml(label)}</text>`
  )
}

/** What the plot shows, in a sentence. @param {StepView} view @param {string} title */
function findingOf({ words, kept, size }, title) {
  const names = words.filter(({ state }) => state === 'kept').map(({ token }) => token)
  const more = kept - names.length
  const listed = names.slice(0, 12).join(', ')
  const rest = names.length - Math.min(12, names.length) + more
  return `${title} keeps ${count(kept)} of ${count(size)}: ${listed}${rest > 0 ? ` and ${count(rest)} more` : ''}.`
}

/** @param {StepView} view @param {Frame} frame */
function gridLines({ cut }, frame) {
  const marks =
    cut.kind === 'logit'
      ? [cut.lowest, (cut.lowest + cut.highest) / 2, cut.highest].map((value) => ({
          value,
          text: value.toFixed(1),
        }))
      : [0, 0.25, 0.5, 0.75, 1].map((value) => ({ value, text: { 0: '0', 0.5: '.5', 1: '1' }[value] ?? '' }))
  return marks
    .map(({ value, text }) => {
      const y = percent(frame.y(value))
      return `<line class="grid" x1="0" x2="100%" y1="${y}" y2="${y}"/><text class="axis" x="0" y="${y}" dx="-6" dy="4" text-anchor="end">${text}</text>`
    })
    .join('')
}

/** @param {string} className @param {Frame} frame @param {number} from @param {number} to @param {number} height */
function bar(className, frame, from, to, height) {
  const margin = ((1 - frame.bar) / 2) * (to - from > 1 ? 0 : 1)
  const left = frame.x(from + margin)
  const top = Math.max(0, frame.y(height))
  return `<rect class="${className}" x="${percent(left)}" width="${percent(frame.x(to - margin) - left)}" y="${percent(top)}" height="${percent(Math.max(0, 1 - top))}"/>`
}

/** Bars of what the step saw; of what it left where it reshapes, with the bars before as outlines. @param {StepView} view @param {Frame} frame */
function bars({ words, folds, cut }, frame) {
  const isReshaping = cut.kind === 'outline'
  const heightOf = (/** @type {number} */ slot, /** @type {number} */ probability) =>
    cut.kind === 'logit' ? (cut.logits[slot] ?? cut.lowest - 1e9) : probability
  const single = words.map(({ before, after, state }, place) => {
    const isCut = state !== 'kept'
    const height = heightOf(place, isReshaping && !isCut ? after : before)
    const ghost = isReshaping && !isCut && before !== after
    return (
      bar(isCut ? 'bar cut' : 'bar', frame, place, place + 1, height) +
      (ghost ? bar('ghost', frame, place, place + 1, before) : '')
    )
  })
  const folded = folds.map((fold, index) => {
    const size = fold.to - fold.from
    const height = heightOf(words.length + index, (isReshaping ? fold.after : fold.before) / size)
    return bar(fold.kept > 0 ? 'bar fold' : 'bar cut fold', frame, fold.from, fold.to, height)
  })
  return [...single, ...folded].join('')
}
