// @ts-check

import { escapeHtml, percent } from '../html.js'
import { count, plural, probability } from './numbers.js'
import { apart } from './piece.js'
import { depthOf, evenReadings, prefixTree, untakenAt } from './prefix-tree.js'
import { isRunning } from './run.js'

/**
 * A lane's samples as a tree: shared beginnings once, with how many samples took them; forks; paths not taken in grey.
 * The items are one flat list with their levels, so that each one's name is its own words.
 * @typedef {import('./lane-views.js').LaneView} LaneView
 * @typedef {import('./prefix-tree.js').Branch} Branch
 * @typedef {{ level: number, place: number, of: number }} Place
 */

/** Paths not taken that a fork names. */
const MOST_PATHS = 4

/** Tokens of a text that is still running; more do not show, and need not be drawn again and again. */
const MOST_RUNNING = 60

/** @param {LaneView} view */
export function sampleTreeHtml(view) {
  const { letter, laneRun, run } = view
  const samples = laneRun?.samples ?? []
  const root = prefixTree(run && isRunning(run) ? evenReadings(samples) : samples)
  const items = branchItems(view, root, { level: 1, place: 1, of: 1 })
  return `<ul class="sample-tree" role="tree" aria-label="Samples of lane ${letter} as a tree">${items.join('')}</ul>${noteHtml(view, root)}`
}

/** @param {LaneView} view @param {Branch} root */
function noteHtml({ run, traced }, root) {
  if (run && isRunning(run)) return '<p class="tree-note">Paths not taken are added when the run ends.</p>'
  if (traced === undefined) return ''
  if (typeof traced === 'string') return `<p class="tree-note">${escapeHtml(traced)}</p>`
  const reach = Math.max(0, ...traced.map(({ steps }) => steps.length))
  const far = depthOf(root) > reach ? ` Shown for the first ${plural(reach, 'token')}.` : ''
  return `<p class="tree-note"><i class="not-taken">grey</i>: likeliest tokens that the chain left and no sample took, with their probability under the model.${far}</p>`
}

/** @param {LaneView} view @param {Branch} branch @param {Place} place @returns {string[]} */
function branchItems(view, branch, place) {
  const { key, closed, laneRun, run } = view
  const { id, from, steps, samples, children } = branch
  const [first = 0] = samples
  const total = laneRun?.samples.length ?? 1
  const isLeaf = children.length === 0
  const isOpen = !isLeaf && !closed.has(`${key}-${id}`)
  const isAlone = isLeaf && samples.length === 1
  const told = isLeaf && run && isRunning(run) ? steps.slice(0, MOST_RUNNING) : steps
  const text = told.map((step) => step.text).join('')
  const isEnd = text === '' && laneRun?.samples[first]?.stop === 'end-of-text'
  const note = steps.length === 0 ? 'nothing is shared by all' : isEnd ? 'ends here' : ''
  const words = note
    ? `<span class="twig-note">${note}</span>`
    : `<span class="twig-words">${escapeHtml(apart(text, laneRun?.samples[first]?.steps[from - 1]?.text))}</span>`
  const item = itemHtml(place, {
    attributes: `${isLeaf ? '' : ` aria-expanded="${isOpen}"`} data-branch="${id}" data-index="${first}" data-focus="tree-${key}-${id}"`,
    kind: isLeaf ? ' leaf' : '',
    badge: isAlone ? `#${first + 1}` : `×${samples.length}`,
    heard: isAlone ? `sample ${first + 1}` : `${samples.length} of ${total} samples`,
    body: `${isLeaf ? '' : shareSvg(samples.length / total)}${words}`,
  })
  return isOpen ? [item, ...forkItems(view, branch, place.level + 1)] : [item]
}

/** @param {Place} place @param {{ attributes: string, kind: string, badge: string, heard: string, body: string }} item */
const itemHtml = ({ level, place, of }, { attributes, kind, badge, heard, body }) =>
  `<li class="twig${kind}" role="treeitem" aria-level="${level}" aria-posinset="${place}" aria-setsize="${of}" tabindex="${level === 1 ? 0 : -1}"${attributes}>` +
  `${'<i class="rail"></i>'.repeat(level - 1)}<b aria-hidden="true">${badge}</b><span class="sr">${heard}: </span>${body}</li>`

/** @param {number} share */
const shareSvg = (share) =>
  `<svg class="share" aria-hidden="true"><rect class="all" width="100%" height="100%"/><rect width="${percent(share)}" height="100%"/></svg>`

/** What follows a branch: texts that end here, branches, paths not taken. @param {LaneView} view @param {Branch} branch @param {number} level */
function forkItems(view, branch, level) {
  const { key, traced } = view
  const untaken = Array.isArray(traced) ? untakenAt(branch, traced, MOST_PATHS) : undefined
  const hasGrey = untaken !== undefined && untaken.paths.length > 0
  const of = branch.ended.length + branch.children.length + (hasGrey ? 1 : 0)
  const ended = branch.ended.map((sample, index) =>
    itemHtml(
      { level, place: index + 1, of },
      {
        attributes: ` data-index="${sample}" data-focus="tree-${key}-end-${sample}"`,
        kind: ' leaf',
        badge: `#${sample + 1}`,
        heard: `sample ${sample + 1}`,
        body: '<span class="twig-note">ends here</span>',
      },
    ),
  )
  const branches = branch.children.flatMap((child, index) =>
    branchItems(view, child, { level, place: branch.ended.length + index + 1, of }),
  )
  const focus = `tree-${key}-${branch.id}-not`
  return [
    ...ended,
    ...branches,
    ...(hasGrey ? [untakenItem(untaken, branch, { level, place: of, of }, focus)] : []),
  ]
}

/** @param {import('./prefix-tree.js').Untaken} untaken @param {Branch} branch @param {Place} place @param {string} focus */
function untakenItem({ paths, more }, { steps }, place, focus) {
  const before = steps.at(-1)?.text
  const shown = paths.map(
    ({ text, raw }) => `<span><i>${escapeHtml(apart(text, before))}</i> ${probability(raw)}</span>`,
  )
  const rest = more ? `<span>${count(more)} more</span>` : ''
  return itemHtml(place, {
    attributes: ` data-focus="${focus}"`,
    kind: ' not',
    badge: '×0',
    heard: 'not taken',
    body: `<span class="paths">${shown.join(' ')} ${rest}</span>`,
  })
}
