// @ts-check

import { escapeHtml } from '../html.js'
import { fatesAt, pathTo } from './beam-tree.js'
import { onOneLine, startOf } from './piece.js'

/**
 * The growth of a beam: a column a step, a row a rank, lines from each child to its parent. What no longer leads
 * anywhere stays, in grey.
 * @typedef {import('./beam-tree.js').Levels} Levels
 * @typedef {import('./beam-tree.js').Fate} Fate
 * @typedef {{ levels: Levels, step: number, picked: number, columns: number }} Window the last `columns` steps up to `step`
 */

export const COLUMN = 92
const ROW = 24
const HEAD = 24
/** Where a line leaves and meets a word, from the left of a column. */
const [WORD, JOINT] = [22, 16]
const MOST_CHARACTERS = 8
/** About the width of a character. */
const CHARACTER = 7

/** @param {number} row */
const middle = (row) => HEAD + row * ROW + ROW / 2

/** @param {Window} window */
export function latticeHtml({ levels, step, picked, columns }) {
  const first = Math.max(0, step - columns + 1)
  const fates = fatesAt(levels, step)
  const path = new Set(pathTo(levels, step, picked).map(({ index }, at) => `${at}.${index}`))
  const rows = Math.max(...levels.map((level) => level.length))
  const shown = levels.slice(first, step + 1)
  const [width, height] = [shown.length * COLUMN + 4, HEAD + rows * ROW + 4]
  const layers = { gone: '', finished: '', running: '', path: '' }
  let words = ''
  for (const [column, level] of shown.entries()) {
    const at = first + column
    words += `<text class="step${at === step ? ' now' : ''}" x="${column * COLUMN + WORD}" y="15">${at + 1}</text>`
    for (const [index, child] of level.entries()) {
      const fate = fates[at]?.[index] ?? 'gone'
      const isOnPath = path.has(`${at}.${index}`)
      const parent = levels[at - 1]?.[child.parent]
      layers[isOnPath ? 'path' : fate] += lineFrom(column, index, child.parent, parent ? wordOf(parent) : '')
      words += wordHtml(child, { column, index, at, fate, isOnPath, isNow: at === step })
    }
  }
  const lines = Object.entries(layers).map(([name, d]) => (d ? `<path class="${name}" d="${d}"/>` : ''))
  return `<svg class="lattice" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" aria-hidden="true">${lines.join('')}${words}</svg>`
}

/** From the end of the parent's word to the child's. @param {number} column @param {number} row @param {number} parent @param {string} before the parent's word */
function lineFrom(column, row, parent, before) {
  const [x, y] = [column * COLUMN + JOINT, middle(row)]
  if (parent < 0) return `M${x - 10} ${y}H${x}`
  const start = Math.min(x - 16, x - JOINT - COLUMN + WORD + 4 + CHARACTER * before.length)
  return `M${start} ${middle(parent)}H${x - 16}C${x - 6} ${middle(parent)} ${x - 10} ${y} ${x} ${y}`
}

/**
 * @param {import('./beam-tree.js').Child} child
 * @param {{ column: number, index: number, at: number, fate: Fate, isOnPath: boolean, isNow: boolean }} place
 */
function wordHtml(child, { column, index, at, fate, isOnPath, isNow }) {
  const { finished, kept, logProbability } = child
  const [x, y] = [column * COLUMN, middle(index)]
  const state = finished ? 'ended' : kept ? 'stayed' : 'pruned'
  return (
    `<g class="node ${isOnPath ? 'path' : fate}${kept || finished ? '' : ' pruned'}"${isNow ? ` data-pick="${index}"` : ''}>` +
    `<title>step ${at + 1}, ${state}: ${escapeHtml(onOneLine(child.text))}, Σ ln P ${logProbability.toFixed(2)}</title>` +
    `<rect x="${x + JOINT}" y="${y - 11}" width="${COLUMN - JOINT - 10}" height="22" rx="3"/>` +
    `<text x="${x + WORD}" y="${y + 4.5}">${escapeHtml(wordOf(child))}</text></g>`
  )
}

/** @param {import('./beam-tree.js').Child} child */
function wordOf({ text, finished }) {
  const word = onOneLine(text) || '·'
  const cut = word.length > MOST_CHARACTERS + 1 ? `${word.slice(0, MOST_CHARACTERS)}…` : word
  return finished ? `${cut} ■` : cut
}

/** What the picture shows, in a sentence. @param {Levels} levels @param {number} step */
export function latticeWords(levels, step) {
  const level = levels[step] ?? []
  const kept = level.filter((child) => child.kept).length
  const ended = level.filter((child) => child.finished).length
  const best = startOf(
    onOneLine(
      pathTo(levels, step, 0)
        .map(({ child }) => child.text)
        .join(''),
    ),
    90,
  )
  return `Step ${step + 1} of ${levels.length}: ${level.length} looked at, ${kept} stay, ${ended} end here, ${level.length - kept - ended} pruned. Likeliest: ${best}`
}
