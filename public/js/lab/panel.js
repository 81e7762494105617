// @ts-check

import { escapeHtml } from '../html.js'
import { plotHtml } from './plot.js'
import { bits, count, laneClass, letterOf, probability } from './text.js'

/**
 * One panel: a lane's name, what to look at, its plot, and what is left. Pure.
 * @typedef {import('../../../src/runs/lab/lane.ts').LabLane} LabLane
 * @typedef {import('../../../src/runs/lab/step-view.ts').StepView} StepView
 */

/** The step to draw first: the last that cuts, else the last that does anything. @param {readonly StepView[]} views */
function mainView(views) {
  const cutting = views.findLastIndex(({ cut, isOff }) => !isOff && cut.kind !== 'outline')
  if (cutting >= 0) return cutting
  const acting = views.findLastIndex(({ isOff }) => !isOff)
  return acting >= 0 ? acting : views.length - 1
}

/**
 * @param {LabLane} lane @param {number} index @param {number | undefined} chosen the step a person chose to look at
 */
export function panelHtml(lane, index, chosen) {
  const { drawing, error } = lane
  const letter = letterOf(index)
  if (!drawing) return brokenHtml(lane.lane, letter, error?.message ?? '')
  const at = chosen !== undefined && chosen < drawing.views.length ? chosen : mainView(drawing.views)
  const view = drawing.views[at]
  if (!view) return brokenHtml(lane.lane, letter, 'There is no step to draw.')
  const title = escapeHtml(drawing.title)
  return (
    `<h3><span class="mark">${letter}</span><span class="panel-name">${title}</span>${drawing.views.length > 1 ? '' : chainHtml(lane.lane)}</h3>` +
    `<p>${escapeHtml(view.sentence)}</p>` +
    (drawing.views.length > 1 ? stageStrip(drawing.views, at, letter) : '') +
    plotHtml(view, drawing.title) +
    tallyHtml(lane, view.size)
  )
}

/** @param {string} chain */
const chainHtml = (chain) => `<span class="mono">${escapeHtml(chain)}</span>`

/** The class of a panel's element. @param {number} index @param {LabLane} lane */
export const panelClass = (index, lane) => `cell ${laneClass(index)}${lane.error ? ' is-broken' : ''}`

/** @param {string} chain @param {string} letter @param {string} message */
function brokenHtml(chain, letter, message) {
  return (
    `<h3><span class="mark">${letter}</span><span class="panel-name">Cannot be drawn</span>${chainHtml(chain)}</h3>` +
    `<div class="lab-note err"><p><b>${escapeHtml(message)}</b></p><p>The other panels go on. Correct the chain, or remove the panel.</p></div>`
  )
}

/** How many words were left after each step; a step is a button that draws it. @param {readonly StepView[]} views @param {number} at @param {string} letter */
function stageStrip(views, at, letter) {
  const items = views.map(({ step, kept, isOff }, index) => {
    const state = isOff ? 'off' : `${count(kept)} left`
    return `<li><button type="button" data-view="${index}" aria-pressed="${index === at}"${isOff ? ' class="is-off"' : ''}><span class="mono">${escapeHtml(step)}</span> ${state}</button></li>`
  })
  return `<ol class="stages" aria-label="Steps of ${letter}; choose one to draw it">${items.join('')}</ol>`
}

/** @param {LabLane} lane @param {number} size */
function tallyHtml({ drawing, mass, entropy }, size) {
  const kept = drawing?.views.at(-1)?.kept ?? size
  return (
    `<div class="tally"><span>kept <b>${count(kept)}</b> of ${count(size)}</span>` +
    `<span>mass <b>${probability(mass)}</b></span><span>entropy <b>${bits(entropy)}</b> bits</span></div>`
  )
}
