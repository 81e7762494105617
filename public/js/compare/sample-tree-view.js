// @ts-check

import { escapeHtml, percent } from '../html.js'
import { count, plural, probability } from './numbers.js'
import { apart, onOneLine, startOf } from './piece.js'
import { depthOf, evenReadings, prefixTree, untakenAt } from './prefix-tree.js'
import { isRunning } from './run.js'

/**
 * A lane's samples as a tree: shared beginnings once, with how many samples took them; forks; paths not taken in grey.
 * @typedef {import('./lane-views.js').LaneView} LaneView
 * @typedef {import('./prefix-tree.js').Branch} Branch
 */

/** Paths not taken that a fork names. */
const MOST_PATHS = 4
/** Characters of a text that a screen reader is told. */
const MOST_HEARD = 120

/** @param {LaneView} view */
export function sampleTreeHtml(view) {
  const { letter, laneRun, run } = view
  const samples = laneRun?.samples ?? []
  const root = prefixTree(run && isRunning(run) ? evenReadings(samples) : samples)
  const item = branchHtml(view, root, { level: 1, place: 1, of: 1 })
  return `<ul class="sample-tree" role="tree" aria-label="Samples of lane ${letter} as a tree">${item}</ul>${noteHtml(view, root)}`
}

/** @param {LaneView} view @param {Branch} root */
function noteHtml({ run, traced }, root) {
  if (run && isRunning(run)) return '<p class="tree-note">Paths not taken are added when the run ends.</p>'
  if (traced === undefined || typeof traced === 'string')
    return traced ? `<p class="tree-note">${escapeHtml(traced)}</p>` : ''
  const reach = Math.max(0, ...traced.map(({ steps }) => steps.length))
  const far = depthOf(root) > reach ? ` Shown for the first ${plural(reach, 'token')}.` : ''
  return `<p class="tree-note"><i class="not-taken">grey</i>: likeliest tokens that the chain left and no sample took, with their probability under the model.${far}</p>`
}

/**
 * @typedef {{ level: number, place: number, of: number }} Place
 * @param {Place} place
 */
const placeHtml = ({ level, place, of }) =>
  `role="treeitem" aria-level="${level}" aria-posinset="${place}" aria-setsize="${of}"`

/** @param {LaneView} view @param {Branch} branch @param {Place} place @returns {string} */
function branchHtml(view, branch, place) {
  const { key, closed, laneRun } = view
  const { id, samples, steps, children } = branch
  const [first = 0] = samples
  const total = laneRun?.samples.length ?? 1
  const isLeaf = children.length === 0
  const isOpen = !isLeaf && !closed.has(`${key}-${id}`)
  const isAlone = isLeaf && samples.length === 1
  const words = steps.map(({ text }) => text).join('')
  const who = isAlone ? `sample ${first + 1}` : `${samples.length} of ${total} samples`
  const label = escapeHtml(`${who}: ${startOf(onOneLine(words), MOST_HEARD) || 'nothing is shared by all'}`)
  const expanded = isLeaf ? '' : ` aria-expanded="${isOpen}"`
  return (
    `<li ${placeHtml(place)} tabindex="${place.level === 1 ? 0 : -1}"${expanded} aria-label="${label}" data-branch="${id}" data-index="${first}" data-focus="tree-${key}-${id}">` +
    `<div class="twig${isLeaf ? ' leaf' : ''}"><b>${isAlone ? `#${first + 1}` : `×${samples.length}`}</b>${isLeaf ? '' : shareSvg(samples.length / total)}<span class="twig-words">${wordsHtml(view, branch, words)}</span></div>` +
    (isOpen ? forksHtml(view, branch, place.level + 1) : '') +
    '</li>'
  )
}

/** @param {number} share */
const shareSvg = (share) =>
  `<svg class="share" aria-hidden="true"><rect class="all" width="100%" height="100%"/><rect width="${percent(share)}" height="100%"/></svg>`

/** @param {LaneView} view @param {Branch} branch @param {string} words */
function wordsHtml({ laneRun }, { from, steps, samples: [first = 0] }, words) {
  if (steps.length === 0) return '<span class="twig-note">nothing is shared by all</span>'
  return escapeHtml(apart(words, laneRun?.samples[first]?.steps[from - 1]?.text))
}

/** What follows a branch: texts that end here, branches, paths not taken. @param {LaneView} view @param {Branch} branch @param {number} level */
function forksHtml(view, branch, level) {
  const { key, traced } = view
  const untaken = Array.isArray(traced) ? untakenAt(branch, traced, MOST_PATHS) : undefined
  const hasGrey = untaken !== undefined && untaken.paths.length > 0
  const of = branch.ended.length + branch.children.length + (hasGrey ? 1 : 0)
  const ended = branch.ended.map(
    (sample, index) =>
      `<li ${placeHtml({ level, place: index + 1, of })} tabindex="-1" aria-label="sample ${sample + 1}: ends here" data-index="${sample}" data-focus="tree-${key}-end-${sample}">` +
      `<div class="twig leaf"><b>#${sample + 1}</b><span class="twig-note">ends here</span></div></li>`,
  )
  const branches = branch.children.map((child, index) =>
    branchHtml(view, child, { level, place: branch.ended.length + index + 1, of }),
  )
  const grey = hasGrey
    ? [untakenHtml(untaken, branch, { level, place: of, of }, `tree-${key}-${branch.id}-not`)]
    : []
  return `<ul role="group">${[...ended, ...branches, ...grey].join('')}</ul>`
}

/** @param {import('./prefix-tree.js').Untaken} untaken @param {Branch} branch @param {Place} place @param {string} focus */
function untakenHtml({ paths, more }, { steps }, place, focus) {
  const words = paths.map(({ text, raw }) => [apart(text, steps.at(-1)?.text), probability(raw)])
  const heard = words.map((pair) => pair.join(' ')).join(', ')
  const rest = more ? `${count(more)} more` : ''
  const shown = words.map(([word, p]) => `<span><i>${escapeHtml(word)}</i> ${p}</span>`)
  const label = escapeHtml(rest ? `${heard}, ${rest}` : heard)
  return (
    `<li ${placeHtml(place)} tabindex="-1" class="untaken" aria-label="Not taken: ${label}" data-focus="${focus}">` +
    `<div class="twig not"><b aria-hidden="true">×0</b><span class="paths">${shown.join(' ')}${rest ? ` <span>${rest}</span>` : ''}</span></div></li>`
  )
}
