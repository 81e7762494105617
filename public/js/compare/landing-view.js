// @ts-check

import { escapeHtml, percent } from '../html.js'
import { count } from './numbers.js'
import { visible } from './visible.js'

/**
 * Where a draw fell: the cumulative staircase on a log rank axis, the line of the cut, u times the mass it left, and
 * where the same u lands in the other lanes. Pure.
 * @typedef {import('../../../src/runs/inspect/inspect.ts').Inspection} Inspection
 * @typedef {NonNullable<Inspection['landing']>} DrawPosition
 * @typedef {{ letter: string, className: string, name: string }} LaneMark
 * @typedef {LaneMark & { landing?: DrawPosition['others'][number] | undefined, why: string }} Other `why` it is not on the curve
 */

/** @param {DrawPosition} landing @param {LaneMark} own @param {readonly Other[]} others @param {string} text of the token it fell on */
export function landingHtml(landing, own, others, text) {
  const { u, cut, madeBy, target } = landing
  const walked = madeBy ? `what ${madeBy} made of the model’s distribution` : 'the model’s distribution'
  const sum = cut
    ? `u × ${cut.mass.toFixed(3)} kept by ${cut.step} = ${target.toFixed(3)}`
    : `u = ${u.toFixed(3)} of everything that is left`
  const lines = others.map((other) => otherHtml(other, landing))
  return (
    `<section class="insp-sec"><h3>Where the draw fell <small>u = ${u.toFixed(4)}</small></h3>${plotHtml(landing, own, others, text)}` +
    `<ul class="landed"><li class="${own.className}"><span class="mark s">${own.letter}</span><span>${escapeHtml(sum)}</span><em>${visible(text)}</em></li>${lines.join('')}</ul>` +
    `<p>Every lane gets the same u at this step. It walks the tokens from most to least likely and stops where the mass passes u times what the cut left. The curve is ${escapeHtml(walked)}.</p></section>`
  )
}

/** @param {Other} other @param {DrawPosition} landing */
function otherHtml({ letter, className, landing, why }, { u }) {
  if (!landing)
    return `<li class="${className}"><span class="mark s">${letter}</span><span>${escapeHtml(why)}</span></li>`
  const { cut, target, isSameWalk, rank } = landing
  const sum = cut
    ? `u × ${cut.mass.toFixed(3)} kept by ${cut.step} = ${target.toFixed(3)}`
    : `u = ${u.toFixed(3)} of everything`
  const note = isSameWalk ? '' : rank === undefined ? ', off this curve' : ', on a curve of its own'
  return `<li class="${className}"><span class="mark s">${letter}</span><span>${escapeHtml(sum + note)}</span><em>${visible(landing.text)}</em></li>`
}

/** @param {DrawPosition} landing @param {LaneMark} own @param {readonly Other[]} others @param {string} text */
function plotHtml(landing, own, others, text) {
  const { curve, size, cut, rank, target } = landing
  const x = scaleOf(size)
  const y = (/** @type {number} */ mass) => 1 - Math.min(1, mass)
  const steps = stairs(landing, x)
  const shaded = cut ? fillHtml(landing, x) : ''
  const line = cut ? cutHtml(cut, x, y) : ''
  const marks = others.flatMap(({ letter, className, landing: other }) =>
    other?.rank === undefined || other.token === landing.token
      ? []
      : [
          spotHtml({
            className,
            letter,
            x: x(other.rank),
            y: y(other.isSameWalk ? other.target : massAt(curve, other.rank)),
            isOwn: false,
          }),
        ],
  )
  const label = `Cumulative probability by rank.${cut ? ` ${cut.step} keeps ${count(cut.kept)} tokens with mass ${cut.mass.toFixed(3)}.` : ''} The draw lands on rank ${count(rank)}, ${text.trim() || 'a blank'}.`
  return (
    `<svg class="stairs" role="img" aria-label="${escapeHtml(label)}">${gridHtml(size, x, y)}${shaded}` +
    `<svg width="100%" height="100%" viewBox="0 0 1000 1000" preserveAspectRatio="none" overflow="visible"><polyline class="stair" points="${steps}"/></svg>` +
    `${line}<line class="fall" x1="0" x2="${percent(x(rank))}" y1="${percent(y(target))}" y2="${percent(y(target))}"/>` +
    `<line class="fall" x1="${percent(x(rank))}" x2="${percent(x(rank))}" y1="${percent(y(target))}" y2="100%"/>` +
    `${marks.join('')}${spotHtml({ className: own.className, letter: own.letter, x: x(rank), y: y(target), isOwn: true })}</svg>`
  )
}

/** Rank 1 stands a little to the right of the axis, so that its step can be seen. @param {number} size */
const scaleOf = (size) => (/** @type {number} */ rank) =>
  size <= 1 ? 0.5 : 0.06 + 0.94 * (Math.log(rank) / Math.log(size))

/** @param {DrawPosition['curve']} curve @param {number} rank */
function massAt(curve, rank) {
  let mass = 0
  for (const [at, reached] of curve) if (at <= rank) mass = reached
  return mass
}

/** The staircase as points of a 1000 by 1000 box: up at each rank, then on. @param {DrawPosition} landing @param {(rank: number) => number} x @param {number} [until] */
function stairs({ curve }, x, until = Number.POSITIVE_INFINITY) {
  const points = ['0,1000']
  let below = 1000
  for (const [rank, mass] of curve) {
    if (rank > until) break
    const at = (1000 * x(rank)).toFixed(1)
    points.push(`${at},${below.toFixed(1)}`)
    below = 1000 * (1 - Math.min(1, mass))
    points.push(`${at},${below.toFixed(1)}`)
  }
  return points.join(' ')
}

/** What the cut left, under the staircase. @param {DrawPosition} landing @param {(rank: number) => number} x */
function fillHtml(landing, x) {
  const kept = landing.cut?.kept ?? 0
  const end = (1000 * x(kept)).toFixed(1)
  return `<svg width="100%" height="100%" viewBox="0 0 1000 1000" preserveAspectRatio="none"><polygon class="left" points="${stairs(landing, x, kept)} ${end},1000"/></svg>`
}

/** @param {NonNullable<DrawPosition['cut']>} cut @param {(rank: number) => number} x @param {(mass: number) => number} y */
function cutHtml({ kept, mass, p }, x, y) {
  const at = percent(x(kept))
  const level = percent(y(p ?? mass))
  const side = x(kept) > 0.6 ? 'end' : 'start'
  const shift = side === 'end' ? -6 : 6
  const name = p === undefined ? `mass ${mass.toFixed(3)}` : `p = ${p}`
  return (
    `<line class="cutmark" x1="0" x2="${at}" y1="${level}" y2="${level}"/><line class="cutmark" x1="${at}" x2="${at}" y1="${level}" y2="100%"/>` +
    `<text class="strong" x="${at}" y="${level}" dx="${shift}" dy="${side === 'end' ? -6 : 14}" text-anchor="${side}">${name}</text>` +
    `<text class="strong" x="${at}" y="100%" dx="${shift}" dy="-8" text-anchor="${side}">${count(kept)} kept</text>`
  )
}

/** @param {{ className: string, letter: string, x: number, y: number, isOwn: boolean }} spot */
const spotHtml = ({ className, letter, x, y, isOwn }) =>
  `<svg class="spot ${className}${isOwn ? ' is-own' : ''}" x="${percent(x)}" y="${percent(y)}" overflow="visible"><circle r="4.5"/><text x="8" y="14">${letter}</text></svg>`

/** @param {number} size @param {(rank: number) => number} x @param {(mass: number) => number} y */
function gridHtml(size, x, y) {
  const levels = [0, 0.25, 0.5, 0.75, 1].map(
    (mass) =>
      `<line class="grid" x1="0" x2="100%" y1="${percent(y(mass))}" y2="${percent(y(mass))}"/><text x="0" y="${percent(y(mass))}" dx="-6" dy="4" text-anchor="end">${String(mass).replace(/^0\./, '.')}</text>`,
  )
  const ranks = [1, 10, 100, 1000, 10_000].filter((rank) => rank * 2 < size || rank === 1)
  const labels = [...ranks, ...(size > 1 ? [size] : [])].map((rank, index, all) => {
    const anchor = index === all.length - 1 && all.length > 1 ? 'end' : 'middle'
    return `<text x="${percent(x(rank))}" y="100%" dy="16" text-anchor="${anchor}">${rank === 1 ? 'rank 1' : count(rank)}</text>`
  })
  return levels.join('') + labels.join('')
}
