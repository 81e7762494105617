// @ts-check

import { escapeHtml } from '../html.js'
import { placeCursor, stepUnder } from './chart.js'
import { axisLength, readoutHtml } from './chart-view.js'
import { byId } from './dom.js'
import { lanes } from './draw.js'
import { factsOf } from './heat.js'
import { count, probability } from './numbers.js'
import { sparkCursor } from './spark-view.js'
import { onDrawn, state } from './store.js'
import { spoken } from './visible.js'

/** One cursor for the whole page: a token, a bar or a place in the chart moves it everywhere. */

const sheet = byId('lanes')
const plot = byId('plot')
const tip = byId('tip')
/** @type {number | undefined} */
let step

/** @param {number | undefined} to */
function moveTo(to) {
  step = to
  show()
}

function show() {
  for (const token of sheet.querySelectorAll('.t.is-cursor')) token.classList.remove('is-cursor')
  if (step !== undefined) {
    for (const token of sheet.querySelectorAll(`.t[data-step="${step}"]`)) token.classList.add('is-cursor')
  }
  for (const line of sheet.querySelectorAll('.spark .cur')) line.setAttribute('d', sparkCursor(step))
  placeCursor(step)
  byId('readout').innerHTML = step === undefined ? '' : readoutHtml(lanes, state.look.series, step)
}
onDrawn(show)

/** @param {Element} token */
function recordOf(token) {
  const key = Number(token.closest('[data-key]')?.getAttribute('data-key'))
  const index = Number(token.getAttribute('data-step'))
  return { index, record: lanes.find((lane) => lane.key === key)?.sample?.steps[index] }
}

/** @param {import('./run.js').StepRecord} record */
const allowedWords = ({ allowed }) => (allowed === undefined ? '' : allowed ? ', allowed' : ', not allowed')

/** @param {Element} token */
function point(token) {
  const { index, record } = recordOf(token)
  if (!record) return
  moveTo(index)
  const { probability: p, surprisal, rank, kept, entropy } = factsOf(record)
  tip.innerHTML = `step ${index + 1} &ensp; p <b>${escapeHtml(probability(p))}</b> &ensp; ${surprisal.toFixed(1)} bits &ensp; rank <b>${count(rank)}</b> &ensp; entropy ${entropy.toFixed(1)} &ensp; of ${count(kept)} kept${allowedWords(record)}`
  tip.hidden = false
  const { left, bottom, top } = token.getBoundingClientRect()
  const isLow = bottom + 44 > innerHeight
  tip.style.setProperty('--x', `${Math.max(8, Math.min(left, innerWidth - tip.offsetWidth - 8))}px`)
  tip.style.setProperty('--y', `${isLow ? top - tip.offsetHeight - 6 : bottom + 6}px`)
}

/** @param {EventTarget | null} target */
const tokenAt = (target) => (target instanceof Element ? target.closest('.t') : null)

sheet.addEventListener('pointerover', ({ target }) => {
  const token = tokenAt(target)
  if (token) point(token)
})
sheet.addEventListener('pointerout', ({ target }) => {
  if (tokenAt(target)) tip.hidden = true
})
addEventListener(
  'scroll',
  () => {
    tip.hidden = true
  },
  { passive: true, capture: true },
)

sheet.addEventListener('focusin', ({ target }) => {
  const token = tokenAt(target)
  if (!token) return
  point(token)
  const { index, record } = recordOf(token)
  if (!record) return
  const { probability: p, rank } = factsOf(record)
  byId('token-status').textContent =
    `${spoken(record)}, step ${index + 1}, probability ${probability(p)}, rank ${count(rank)}${allowedWords(record)}`
})
sheet.addEventListener('focusout', ({ target }) => {
  if (tokenAt(target)) tip.hidden = true
})

// A text is one tab stop; arrows walk its tokens, up and down change lanes.
sheet.addEventListener('keydown', (event) => {
  const token = tokenAt(event.target)
  const text = token?.closest('.text')
  if (!token || !text) return
  const tokens = [...text.querySelectorAll('.t')]
  const at = tokens.indexOf(token)
  /** @type {Record<string, Element | null | undefined>} */
  const ways = {
    ArrowRight: tokens[at + 1],
    ArrowLeft: tokens[at - 1],
    Home: tokens[0],
    End: tokens.at(-1),
    ArrowUp: beside(token, -1),
    ArrowDown: beside(token, 1),
    k: beside(token, -1),
    j: beside(token, 1),
  }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  if (!(key in ways) || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  const to = ways[key]
  if (!(to instanceof HTMLElement)) return
  for (const one of to.closest('.text')?.querySelectorAll('.t[tabindex="0"]') ?? [])
    one.setAttribute('tabindex', '-1')
  to.tabIndex = 0
  to.focus()
})

/** The token of the same step in the next lane that has a text, its last one where it is shorter. @param {Element} token @param {number} by */
function beside(token, by) {
  const sections = [...sheet.children]
  for (let at = sections.findIndex((one) => one.contains(token)) + by; sections[at]; at += by) {
    const tokens = [...(sections[at]?.querySelectorAll('.t') ?? [])]
    const same = tokens.find((one) => one.getAttribute('data-step') === token.getAttribute('data-step'))
    if (tokens.length > 0) return same ?? tokens.at(-1)
  }
  return undefined
}

/** @param {Element} area @param {number} x @param {number} length */
function stepAt(area, x, length) {
  const { left, width } = area.getBoundingClientRect()
  return Math.max(0, Math.min(length - 1, Math.floor(((x - left) / width) * length)))
}
for (const area of [plot, sheet]) {
  area.addEventListener('pointermove', ({ target, clientX }) => {
    if (!(target instanceof Element)) return
    const spark = target.closest('.spark')
    if (spark && state.run) moveTo(stepAt(spark, clientX, state.run.maxTokens))
    else if (area === plot) moveTo(stepUnder(target, clientX) ?? step)
  })
  area.addEventListener('pointerleave', () => moveTo(undefined))
}

// The charts are one tab stop; arrows walk their steps.
plot.addEventListener('keydown', (event) => {
  const last = axisLength(lanes, 1) - 1
  /** @type {Record<string, number>} */
  const ways = { ArrowRight: (step ?? -1) + 1, ArrowLeft: (step ?? 1) - 1, Home: 0, End: last }
  const to = ways[event.key]
  if (to === undefined) return
  event.preventDefault()
  moveTo(Math.max(0, Math.min(last, to)))
  byId('token-status').textContent = byId('readout').textContent
})
plot.addEventListener('blur', () => moveTo(undefined))
