// @ts-check

import { escapeHtml } from '../html.js'
import { percent } from './text.js'

/**
 * The line a step draws through the bars: each cut in its own geometry. Pure.
 * @typedef {import('../../../src/runs/lab/step-view.ts').StepView} StepView
 * @typedef {import('./plot.js').Frame} Frame
 */

/** @param {StepView} view @param {Frame} frame */
export function cutMarks({ cut, isOff, kept, size }, frame) {
  if (isOff || cut.kind === 'outline') return ''
  if (cut.kind === 'stairs') return stairs(cut, frame)
  if (cut.kind === 'rank') {
    if (kept >= size) return ''
    return vertical(frame.x(cut.after), 0) + beside(frame.x(cut.after), 0, 12, cut.label)
  }
  const height = cut.kind === 'logit' ? cut.floor : cut.value
  return horizontal(frame.y(height), cut.label, frame)
}

/** @param {number} x @param {number} top */
const vertical = (x, top) =>
  `<line class="rule" x1="${percent(x)}" x2="${percent(x)}" y1="${percent(top)}" y2="100%"/>`

/** Whether a note has no room on the right; on the left it must keep clear of a staircase that climbs there. @param {number} x */
const isLeftOf = (x) => x > 0.72

/** A note right of a vertical line, or left of it near the edge. @param {number} x @param {number} y @param {number} dy @param {string} label */
function beside(x, y, dy, label) {
  const isLeft = isLeftOf(x)
  return `<text class="note" x="${percent(x)}" y="${percent(y)}" dx="${isLeft ? -6 : 6}" dy="${dy}" text-anchor="${isLeft ? 'end' : 'start'}">${escapeHtml(label)}</text>`
}

/** A line across, its note at the right end, above the numbers of the bars or, near the top, below. @param {number} share @param {string} label @param {Frame} frame */
function horizontal(share, label, frame) {
  const y = Math.min(1, Math.max(0, share))
  const lift = frame.isRoomy ? -22 : -7
  return (
    `<line class="rule" x1="0" x2="100%" y1="${percent(y)}" y2="${percent(y)}"/>` +
    `<text class="note" x="100%" y="${percent(y)}" dy="${y < 0.16 ? 16 : lift}" text-anchor="end">${escapeHtml(label)}</text>`
  )
}

/** @param {Extract<StepView['cut'], { kind: 'stairs' }>} cut @param {Frame} frame */
function stairs(cut, frame) {
  const goal = percent(frame.y(cut.goal))
  // Among small figures the crossing is left to the text beside them.
  const crossing = frame.isPlain ? null : cut.crossing
  const x = frame.x(cut.after)
  const top = frame.y(crossing ? crossing.height : cut.goal)
  const isWhole = cut.goal >= 1
  const noteY = frame.y(cut.goal)
  return (
    `<svg class="stretch" viewBox="0 0 1000 1000" preserveAspectRatio="none" width="100%" height="100%"><polyline class="stairs" points="${points(cut.heights, frame)}"/></svg>` +
    `<line class="rule dash" x1="0" x2="100%" y1="${goal}" y2="${goal}"/>` +
    `<text class="note" x="100%" y="${goal}" dx="5" dy="4">${escapeHtml(cut.label)}</text>` +
    (isWhole || x >= 1 || frame.isPlain ? '' : vertical(x, Math.min(top, noteY))) +
    (crossing
      ? `<circle class="dot" cx="${percent(frame.x(crossing.rank + (1 - frame.bar) / 2))}" cy="${percent(top)}" r="4"/>` +
        beside(x, isLeftOf(x) ? Math.max(0.72, noteY) : Math.min(0.86, noteY + 0.1), 4, crossing.label)
      : '')
  )
}

/** Steps over single places, slopes over folded ones. @param {readonly number[]} heights @param {Frame} frame */
function points(heights, frame) {
  const inset = (1 - frame.bar) / 2
  let before = frame.y(0)
  const found = frame.slots.flatMap(({ from, to }, slot) => {
    const height = frame.y(heights[slot] ?? 0)
    const isFold = to - from > 1
    const left = frame.x(isFold ? from : from + inset)
    const pair = isFold
      ? [
          [left, before],
          [frame.x(to), height],
        ]
      : [
          [left, before],
          [left, height],
        ]
    before = height
    return pair
  })
  // The first step starts on its bar, not on the axis.
  const [, ...rest] = found
  const all = [...rest, [1, before]]
  return all.map((pair) => pair.map((share) => (1000 * (share ?? 0)).toFixed(1)).join(',')).join(' ')
}
