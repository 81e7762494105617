// @ts-check

import { escapeHtml, percent } from '../html.js'
import { short } from './numbers.js'
import { isRunning } from './run.js'
import { sampleListHtml } from './sample-list-view.js'
import { sampleTreeHtml } from './sample-tree-view.js'

/**
 * A lane's samples together, as a list or a tree, and how alike they are.
 * @typedef {import('./lane-views.js').LaneView} LaneView
 * @typedef {import('./lane-views.js').Data} Data
 * @typedef {'one' | 'list' | 'tree'} Shows
 */

/** @type {Readonly<Record<Shows, { title: string }>>} */
export const SHOWS = { one: { title: 'One' }, list: { title: 'List' }, tree: { title: 'Tree' } }

/** What the ends of each scale mean; names and rules come from the metrics themselves. */
const ENDS = /** @type {const} */ ([
  ['unique-share', '1: no two samples are the same text'],
  ['bigram-overlap', '0: nothing in common, 1: all the same'],
  ['self-bleu-4', '0: nothing in common, 1: each is made of the others’ phrases'],
])

/** @param {LaneView} view */
export const sampleSetHtml = (view) => (view.shows === 'tree' ? sampleTreeHtml(view) : sampleListHtml(view))

/** How alike the samples are. @param {LaneView} view @param {Data} data */
export function sampleMeasuresHtml({ run, laneRun }, { setMetrics }) {
  if (!run || !laneRun) return ''
  if (isRunning(run)) return '<p class="tree-note">How alike they are is measured when the run ends.</p>'
  if (laneRun.samples.some(({ branch }) => branch))
    return '<p class="tree-note">How alike the samples are was measured of the texts as they ran; restore them to see it.</p>'
  if (!laneRun.metrics)
    return '<p class="tree-note">The run did not reach its end, so how alike the samples are was not measured.</p>'
  const rows = ENDS.flatMap(([id, ends]) => {
    const info = setMetrics.find((one) => one.id === id)
    return info ? rowHtml(info, laneRun.metrics?.[id], ends) : []
  })
  return `<dl class="set-measures">${rows.join('')}</dl>`
}

/** @param {Data['setMetrics'][number]} info @param {number | null | undefined} value @param {string} ends */
function rowHtml({ title, summary }, value, ends) {
  const scale =
    typeof value === 'number'
      ? `<svg><line class="track" x1="0" x2="100%" y1="8" y2="8"/><circle class="me" cx="${percent(value)}" cy="8" r="4"/></svg>`
      : ''
  return (
    `<div><dt>${escapeHtml(title)}</dt><dd class="v">${typeof value === 'number' ? short(value) : 'too short'}</dd>` +
    `<dd class="scale" aria-hidden="true">${scale}</dd><dd class="what">${escapeHtml(summary)} ${ends}.</dd></div>`
  )
}
