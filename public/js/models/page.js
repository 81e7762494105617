// @ts-check
import { announce, byId, fill } from '../compare/dom.js'
import { rowHtml, rowView, usageText } from './row-view.js'

/** @typedef {import('./state-view.js').Listing} Listing */

/** Keeps the list of models up to date and sends its forms without leaving the page. */

const list = byId('models')
const defaultId = list.dataset.default ?? ''
/** Looks again this soon while something moves, and this soon otherwise, in milliseconds. */
const SOON = 700
const LATER = 10_000

let asked = new URLSearchParams(location.search).get('remove') ?? ''
/** @type {readonly Listing[]} */
let models = []
let timer = 0

async function refresh() {
  clearTimeout(timer)
  try {
    const [listed, usage] = await Promise.all(
      ['/api/models', '/api/models/usage'].map(async (path) => (await fetch(path)).json()),
    )
    tellChanges(models, listed)
    models = listed
    byId('usage').textContent = usageText({ ...usage, memoryLimit: Number(usage.memoryLimit) })
    draw()
  } catch {
    // The server is away; the next look will tell.
  }
  const isMoving = models.some(({ state }) => ['queued', 'downloading', 'loading'].includes(state))
  timer = window.setTimeout(refresh, isMoving ? SOON : LATER)
}

function draw() {
  for (const row of list.querySelectorAll('[data-model]')) {
    const { model } = /** @type {HTMLElement} */ (row).dataset
    if (!models.some(({ id }) => id === model)) row.remove()
  }
  /** @type {Element | null} */
  let previous = null
  for (const model of models) {
    const row = rowView(model, { defaultId, asked, now: Date.now() })
    let element = document.getElementById(`model-${model.id}`)
    if (!element) {
      const html = rowHtml(row)
      if (previous) previous.insertAdjacentHTML('afterend', html)
      else list.insertAdjacentHTML('afterbegin', html)
      element = byId(`model-${model.id}`)
    }
    for (const part of /** @type {const} */ (['state', 'act'])) {
      const cell = element.querySelector(`:scope > .${part}`)
      // A choice that is being made is left alone.
      if (cell && !cell.contains(document.querySelector('select:focus'))) fill(cell, row[part])
    }
    previous = element
  }
}

/** Says once what a listener would otherwise miss. @param {readonly Listing[]} before @param {readonly Listing[]} after */
function tellChanges(before, after) {
  for (const { id, title, state, reason } of after) {
    const was = before.find((one) => one.id === id)?.state
    if (was === undefined || was === state) continue
    if (state === 'downloaded' && was !== 'loaded') announce(`${title} is ready.`)
    if (state === 'failed' || state === 'unreachable') announce(reason ?? '')
    if (state === 'downloading') announce(`Downloading ${title}.`)
  }
}

/** @type {Readonly<Record<string, { method: string, path: string }>>} */
const REQUESTS = {
  download: { method: 'POST', path: '/download' },
  cancel: { method: 'DELETE', path: '/download' },
  remove: { method: 'DELETE', path: '' },
}

list.addEventListener('submit', async (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target)
  const id = /** @type {HTMLElement | null} */ (form.closest('[data-model]'))?.dataset.model ?? ''
  const request = REQUESTS[form.dataset.do ?? '']
  if (!request) return
  event.preventDefault()
  const dtype = new FormData(form).get('dtype')
  const response = await fetch(`/api/models/${encodeURIComponent(id)}${request.path}`, {
    method: request.method,
    ...(dtype && { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ dtype }) }),
  })
  asked = ''
  byId('models-problem').textContent = response.ok ? '' : (await response.json()).error.message
  await refresh()
})

list.addEventListener('click', (event) => {
  const link = /** @type {Element} */ (event.target).closest('a[data-do]')
  if (!(link instanceof HTMLElement)) return
  event.preventDefault()
  const id = /** @type {HTMLElement | null} */ (link.closest('[data-model]'))?.dataset.model ?? ''
  asked = link.dataset.do === 'ask' ? id : ''
  draw()
  const next = link.dataset.do === 'ask' ? `keep-${id}` : `bin-${id}`
  const target = list.querySelector(`[data-focus="${next}"]`)
  if (target instanceof HTMLElement) target.focus()
})

list.addEventListener('keydown', (event) => {
  const link = /** @type {Element} */ (event.target).closest('a[role="button"]')
  if (link instanceof HTMLElement && event.key === ' ') {
    event.preventDefault()
    link.click()
  }
  if (event.key === 'Escape' && asked) {
    const was = asked
    asked = ''
    draw()
    const bin = list.querySelector(`[data-focus="bin-${was}"]`)
    if (bin instanceof HTMLElement) bin.focus()
  }
})

void refresh()
