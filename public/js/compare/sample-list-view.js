// @ts-check

import { escapeHtml } from '../html.js'
import { loopOf } from './loops.js'
import { flat } from './piece.js'
import { stopMark } from './text-view.js'

/**
 * All samples of a lane, a few lines each; one pressed becomes the lane's text.
 * @typedef {import('./lane-views.js').LaneView} LaneView
 * @typedef {import('./run.js').Sample} Sample
 */

/** @param {LaneView} view */
export function sampleListHtml({ key, letter, laneRun, sampleIndex }) {
  const samples = laneRun?.samples ?? []
  const twins = twinsOf(samples)
  const items = samples.map((sample, index) => {
    const twin = twins[index]
    const tag = twin === undefined ? '' : `<span class="stopmark">same as ${twin + 1}</span>`
    return (
      `<li><button type="button" class="sample" data-do="show-sample" data-index="${index}" data-focus="list-${key}-${index}"${index === sampleIndex ? ' aria-current="true"' : ''}>` +
      `<b class="sample-number">${index + 1}</b><span class="sample-words">${wordsHtml(sample)}${endHtml(sample)}${tag}</span></button></li>`
    )
  })
  return `<ol class="sample-list" aria-label="Samples of lane ${letter}">${items.join('')}</ol>`
}

/** The earlier sample that each one repeats, if any. @param {readonly Sample[]} samples */
function twinsOf(samples) {
  /** @type {Map<string, number>} */
  const seen = new Map()
  return samples.map(({ steps, stop }, index) => {
    if (stop === undefined) return undefined
    const text = steps.map(({ token }) => token).join()
    const twin = seen.get(text)
    if (twin === undefined) seen.set(text, index)
    return twin
  })
}

/** Copies of a loop alternate between a single and a double line. @param {Sample} sample */
function wordsHtml({ steps, stop }) {
  const length = stop === 'end-of-text' ? steps.length - 1 : steps.length
  /** @param {number} from @param {number} to */
  const words = (from, to) => {
    const pieces = steps.slice(from, to).map(({ text }) => text)
    return escapeHtml(flat(pieces.join('')))
  }
  const loop = stop === undefined ? undefined : loopOf(steps.slice(0, length).map(({ token }) => token))
  if (!loop) return words(0, length)
  const copies = Array.from({ length: loop.times }, (_, copy) => {
    const from = loop.start + copy * loop.length
    return `<span class="loop${copy % 2 === 1 ? ' odd' : ''}">${words(from, from + loop.length)}</span>`
  })
  const end = loop.start + loop.times * loop.length
  return `${words(0, loop.start)}${copies.join('')}<span class="times">×${loop.times}</span>${words(end, length)}`
}

/** @param {Sample} sample */
const endHtml = (sample) =>
  sample.stop === undefined ? '' : `<span class="stopmark">${escapeHtml(stopMark(sample))}</span>`
