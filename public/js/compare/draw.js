// @ts-check

import { noticeHtml } from '../html.js'
import { drawCharts } from './chart.js'
import { byId, fill, forget } from './dom.js'
import { retry } from './generate.js'
import { humanViews } from './human.js'
import { humanLaneHtml, humanParts } from './human-view.js'
import { laneHtml, PARTS } from './lane-view.js'
import { laneViews } from './lane-views.js'
import * as view from './page-view.js'
import { isBusy } from './run.js'
import { data, state } from './store.js'
import { tokenHtml } from './text-view.js'

/**
 * Puts the state on the page. Every part is drawn from scratch by a pure function and written where it changed; only
 * running text is appended to.
 * @typedef {import('./lane-views.js').LaneView} LaneView
 */

/** The views last drawn: what cursor and menus look things up in. @type {LaneView[]} */
export let lanes = []

/** @param {string} opening what the server said about the link that was opened */
export function draw(opening) {
  lanes = [...laneViews(state, data), ...humanViews(state)]
  const { run, look } = state
  const running = run !== undefined && isBusy(run)
  document.body.classList.toggle('is-running', running)
  fill(byId('model-status'), view.statusHtml(state, data))
  fill(byId('runline'), view.runlineHtml(state))
  fill(
    byId('notices'),
    opening + noteHtml() + view.failureHtml(run, data) + lostHtml() + view.staleHtml(state, data),
  )
  fill(byId('legend'), view.legendHtml(look.heat))
  fill(byId('lane-strip'), view.laneStripHtml(lanes))
  byId('reading').hidden = !run
  drawLanes()
  drawCharts(lanes)
}

function drawLanes() {
  const sheet = byId('lanes')
  sheet.dataset.heat = state.look.heat
  const shown = [...sheet.children].map((lane) => lane instanceof HTMLElement && Number(lane.dataset.key))
  if (shown.length !== lanes.length || lanes.some(({ key }, index) => shown[index] !== key)) {
    arrange(sheet)
  }
  for (const [index, lane] of lanes.entries()) {
    const section = sheet.children[index]
    if (!lane.isHuman) section?.setAttribute('aria-label', `Lane ${lane.letter}, ${lane.name}`)
    const parts = lane.isHuman ? humanParts(state) : PARTS
    for (const part of section?.children ?? []) {
      const name = part instanceof HTMLElement ? (part.dataset.part ?? '') : ''
      if (name === 'text' && append(part, lane)) continue
      if (name === 'measures') keepOpen(part, () => fill(part, parts[name]?.(lane, data) ?? ''))
      else fill(part, parts[name]?.(lane, data) ?? '')
    }
    if (lane.sample) lane.sample.changedFrom = Number.POSITIVE_INFINITY
  }
}

/** Lanes keep their elements when they move. @param {Element} sheet */
function arrange(sheet) {
  const focused = document.activeElement
  const known = new Map(
    [...sheet.children].map((lane) => [lane instanceof HTMLElement ? Number(lane.dataset.key) : -1, lane]),
  )
  const ordered = lanes.map((lane) => {
    const old = known.get(lane.key)
    if (old) return old
    const template = document.createElement('template')
    template.innerHTML = lane.isHuman ? humanLaneHtml(state, lane, data) : laneHtml(lane, data)
    return /** @type {Element} */ (template.content.firstElementChild)
  })
  sheet.replaceChildren(...ordered)
  if (focused instanceof HTMLElement && sheet.contains(focused)) focused.focus()
}

/** An open list of metrics stays open. @param {Element} part @param {() => void} write */
function keepOpen(part, write) {
  const wasOpen = part.querySelector('details')?.open
  write()
  const details = part.querySelector('details')
  if (details && wasOpen) details.open = true
}

/** What the text of each part was drawn with, and how many tokens of it. @type {WeakMap<Element, { key: string, count: number }>} */
const written = new WeakMap()

/**
 * Appends new tokens to running text. Answers false where the text must be drawn anew: another sample, a lane
 * that parted, a search that changed its mind, an end.
 * @param {Element} part @param {LaneView} lane
 */
function append(part, { sample, sampleIndex, shows, flags, isLive, run, fault, lead }) {
  const key = JSON.stringify([
    run?.startedAt,
    sampleIndex,
    shows,
    sample?.branch?.id,
    [...flags],
    isLive,
    fault,
    lead,
  ])
  const before = written.get(part)
  const steps = sample?.steps ?? []
  written.set(part, { key, count: steps.length })
  const caret = part.querySelector('.caret')
  if (!isLive || !sample || !caret || before?.key !== key || sample.changedFrom < before.count) return false
  if (before.count === sample.branch?.step) return false
  const html = steps.slice(before.count).map((_, index) => tokenHtml(steps, before.count + index))
  if (html.length > 0) {
    caret.insertAdjacentHTML('beforebegin', html.join(''))
    forget(part)
  }
  return true
}

const noteHtml = () => (state.notice ? noticeHtml(state.notice) : '')

function lostHtml() {
  const { run } = state
  if (run?.phase !== 'lost') return ''
  const count = Math.max(0, ...run.lanes.flatMap(({ samples }) => samples.map(({ steps }) => steps.length)))
  const title = count > 0 ? `The connection dropped at token ${count}` : 'The server cannot be reached'
  const kept = count > 0 ? 'What arrived is kept. ' : ''
  const text = `${kept}${retry ? `Trying again in ${retry.seconds} s.` : 'Several tries failed; is the server running?'}`
  return noticeHtml({ kind: 'warn', icon: 'off', title, text, action: { do: 'continue', label: 'Try now' } })
}
