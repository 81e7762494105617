// @ts-check

import { escapeHtml, icon } from '../html.js'
import { parseChain } from './chain.js'
import { decimal } from './numbers.js'

/**
 * The frame of the beam tree: what stays while its step moves.
 * @typedef {import('./lane-views.js').LaneView} LaneView
 * @typedef {import('./chain.js').Strategy} Strategy
 * @typedef {{ penalty: number | undefined, isDiverse: boolean }} Scoring `penalty` is missing where a search ranks by perturbed sums
 */

/** A search that keeps a beam has a width. @param {string} chain @param {readonly Strategy[]} strategies @returns {Scoring | undefined} */
export function scoringOf(chain, strategies) {
  const parsed = parseChain(chain, strategies)
  if (typeof parsed === 'string' || parsed.search.values.width === undefined) return undefined
  const { 'length-penalty': penalty, groups } = parsed.search.values
  return { penalty: penalty === undefined ? undefined : Number(penalty), isDiverse: groups !== undefined }
}

/** The way from a lane to its tree. @param {LaneView} view @param {readonly Strategy[]} strategies */
export function beamButtonHtml({ key, laneRun, isLive }, strategies) {
  if (!laneRun || isLive || !scoringOf(laneRun.chain, strategies)) return ''
  return `<p class="go-on needs-js"><button type="button" class="btn small" data-beam="${key}" data-focus="beam-${key}">${icon('fork')}Beam tree</button></p>`
}

/** @param {{ letter: string, chain: string }} lane @param {string} body */
export const panelHtml = ({ letter, chain }, body) =>
  `<div class="beam-head"><span class="mark" aria-hidden="true">${letter}</span><h2 id="h-beam" tabindex="-1">Beam tree of lane ${letter}</h2><span class="mono quiet">${escapeHtml(chain)}</span>` +
  `<button type="button" class="btn plain small icon" data-beam-do="close" aria-label="Close the beam tree">${icon('x')}</button></div>${body}`

/** @param {number} count steps of the search @param {string} note what is to be known about the record */
export const growthHtml = (count, note) =>
  `${note ? `<p class="beam-note">${escapeHtml(note)}</p>` : ''}<div class="beam-controls">` +
  `<span class="beam-buttons" role="group" aria-label="Steps">${button('first', 'First step', '⇤')}${button('back', 'One step back', icon('left'))}${button('play', 'Play', icon('play'))}${button('forward', 'One step on', icon('right'))}${button('last', 'Last step', '⇥')}</span>` +
  `<label class="slide"><span>Step</span><input type="range" data-beam-slide="step" min="1" max="${count}" step="1" value="${count}"></label><output data-beam-part="counts"></output></div>` +
  '<div class="lattice-frame" data-beam-part="lattice" role="img" tabindex="-1"></div>' +
  '<p class="lattice-key" aria-hidden="true"><span class="path">traced text</span><span class="running">in the beam</span><span class="finished">■ ended</span><span class="gone">pruned, or led nowhere</span></p>' +
  '<div data-beam-part="table"></div>'

/** @param {string} name @param {string} label @param {string} glyph */
const button = (name, label, glyph) =>
  `<button type="button" class="btn small icon" data-beam-do="${name}" aria-label="${label}">${glyph}</button>`

/** @param {Scoring} scoring @param {readonly [number, number]} range */
export function effectHtml({ penalty, isDiverse }, [low, high]) {
  if (penalty === undefined)
    return '<div class="beam-effect"><h3>The order of the draw</h3><p class="beam-note">Stochastic beam search has no length penalty. It ranks by the perturbed sum: Σ ln P with Gumbel noise, so that the order is one of draws without replacement.</p><div data-beam-part="ranking"></div></div>'
  const sum = isDiverse ? '(Σ ln P less diversity penalties)' : 'Σ ln P'
  return (
    `<div class="beam-effect"><h3>What the length penalty does</h3><p class="beam-note">A sum only falls with each token, so plain sums favour short texts. The search divides: score = ${sum} / length<sup>penalty</sup>.</p>` +
    `<div class="beam-controls"><label class="slide"><span>Length penalty</span><input type="range" data-beam-slide="penalty" min="${low}" max="${high}" step="0.05" value="${penalty}"></label><output data-beam-part="penalty">${decimal(penalty)}</output>` +
    '<p class="small quiet">Re-ranks what was found; the search itself would prune differently.</p></div><div data-beam-part="ranking"></div></div>'
  )
}
