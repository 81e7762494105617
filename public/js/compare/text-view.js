// @ts-check

import { escapeHtml } from '../html.js'
import { branchMarks } from './branch-view.js'
import { heatClasses } from './heat.js'
import { count } from './numbers.js'
import { signs, signsOf } from './visible.js'

/**
 * A sample's text, one span a token. A leading space belongs to its token but stands before the span, so that tints
 * and rings hug the word.
 * @typedef {import('./lane-views.js').LaneView} LaneView
 * @typedef {import('./run.js').StepRecord} StepRecord
 */

/** @param {LaneView} view */
export function textHtml(view) {
  const { sample, letter, lead, isLive } = view
  const marks = branchMarks(view)
  const words = sample ? sample.steps.map((_, index) => markedToken(view, sample.steps, index, marks)) : []
  // Before its first token has arrived a branch stands open at the end.
  if (sample && marks.has(sample.steps.length)) words.push(marks.get(sample.steps.length) ?? '')
  const lone = words.length === 0 && !isLive ? ' is-idle' : ''
  return (
    `<p class="text${lone}" role="group" aria-label="Continuation of lane ${letter}">` +
    `<span class="lead">${escapeHtml(lead)}</span>${words.join('')}${endHtml(view)}${marks.size > 0 ? '</span>' : ''}</p>`
  )
}

/** What comes after the last token. @param {LaneView} view */
function endHtml({ sample, isLive, loop }) {
  if (isLive) return '<span class="caret" aria-hidden="true"></span>'
  if (!sample) return ''
  const times = loop ? `<span class="times">×${loop.times}</span>` : ''
  return `${times}<span class="stopmark">${escapeHtml(stopMark(sample))}</span>`
}

/** The reason in a few words. @param {import('./run.js').Sample} sample */
export function stopMark({ stop, steps }) {
  if (stop === 'end-of-text') return 'end of text'
  if (stop === 'length') return `${count(steps.length)} tokens`
  if (stop === 'context') return 'context full'
  return stop === 'error' ? 'error' : `stopped at ${count(steps.length)}`
}

/** @param {LaneView} view @param {readonly StepRecord[]} steps @param {number} index @param {ReadonlyMap<number, string>} marks */
function markedToken({ flags, loop, letter }, steps, index, marks) {
  const { space, span } = tokenParts(steps, index)
  const [open, close] = loop ? loopTags(index, loop, marks) : ['', '']
  return flagHtml(letter, flags.get(index)) + space + (marks.get(index) ?? '') + open + span + close
}

/** More letters than this are counted. */
const MOST_LETTERS = 3

/** @param {string} letter @param {readonly string[] | undefined} others */
function flagHtml(letter, others) {
  if (!others) return ''
  const shown = others.length > MOST_LETTERS ? `${others.length} lanes` : others.join(' ')
  return `<span class="fork" title="Lane ${letter} parts from ${others.join(', ')} here">≠ ${shown}</span>`
}

/** Copies alternate between a single and a double line, drawn under their spaces too; a branch parts a copy in two. @param {number} index @param {import('./loops.js').Loop} loop @param {ReadonlyMap<number, string>} marks */
function loopTags(index, { start, length, times }, marks) {
  const copy = Math.floor((index - start) / length)
  if (index < start || copy >= times) return ['', '']
  const place = (index - start) % length
  return [
    place === 0 || marks.has(index) ? `<span class="loop${copy % 2 === 1 ? ' odd' : ''}">` : '',
    place === length - 1 || marks.has(index + 1) ? '</span>' : '',
  ]
}

/** A line is broken once, however many tokens break it: before the word that follows them. @param {StepRecord | undefined} step */
const isBreak = (step) => step?.text.trim() === '' && step.text.includes('\n')

/**
 * One token: the space before it stands outside its span, other blanks and bytes without a character are signs in it.
 * @param {readonly StepRecord[]} steps @param {number} index
 */
function tokenParts(steps, index) {
  const step = steps[index]
  if (!step) return { space: '', span: '' }
  const classes = ['t', heatClasses(step), step.allowed === false && 'is-out'].filter(Boolean).join(' ')
  const { text } = step
  const word = text.trim()
  const own = text.slice(0, text.length - text.trimStart().length)
  const after = word === '' ? '' : text.slice(text.trimEnd().length)
  const before = word === '' ? signsOf(step) : own === ' ' ? '' : signs(own)
  const marks = `${before ? ` data-signs="${escapeHtml(before)}"` : ''}${after ? ` data-after="${signs(after)}"` : ''}`
  return {
    space: word === '' ? '' : isBreak(steps[index - 1]) ? '\n' : own,
    span: `<span class="${classes}"${marks} tabindex="${index === 0 ? 0 : -1}" data-step="${index}">${escapeHtml(word + after)}</span>`,
  }
}

/** @param {readonly StepRecord[]} steps @param {number} index */
export function tokenHtml(steps, index) {
  const { space, span } = tokenParts(steps, index)
  return space + span
}

/** What degenerated, in a sentence. @param {LaneView} view */
export function loopHtml({ sample, loop, isLive }) {
  if (!sample || isLive || sample.steps.length === 0) return ''
  if (sample.stop === 'end-of-text' && sample.steps.length === 1)
    return '<p class="loopnote"><span>Ended at once, with no text: wide beams are known to prefer the empty continuation, the shortest there is.</span></p>'
  if (!loop) return '<p class="loopnote"><span>Does not end in a loop</span></p>'
  const phrase = sample.steps
    .slice(loop.start, loop.start + loop.length)
    .map(({ text }) => text)
    .join('')
    .trim()
  return `<p class="loopnote"><span class="times">×${loop.times}</span><span><em>${escapeHtml(phrase)}</em> repeats ${loop.times} times from token ${loop.start + 1}</span></p>`
}
