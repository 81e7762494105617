// @ts-check
import { escapeHtml, icon, percent } from '../html.js'
import { stateView } from './state-view.js'
import { sizeText } from './words.js'

/** @typedef {import('./state-view.js').Listing} Listing */

/**
 * One model's row, in the two parts that change and the one that does not.
 * @typedef {{ id: string, head: string, state: string, act: string, isDefault: boolean }} RowView
 */

/** @param {Listing} model @param {{ defaultId: string, asked: string, now: number }} page `asked`: whose removal waits for a yes */
export function rowView(model, { defaultId, asked, now }) {
  const isDefault = model.id === defaultId
  return {
    id: model.id,
    isDefault,
    head: headHtml(model),
    state: stateHtml(model, now),
    act: asked === model.id && model.isRemovable ? askHtml(model) : actHtml(model, isDefault),
  }
}

/** @param {RowView} row */
export const rowHtml = ({ id, head, state, act, isDefault }) =>
  `<li class="model${isDefault ? ' is-current' : ''}" id="model-${id}" data-model="${id}">${head}<div class="state">${state}</div><div class="act">${act}</div></li>`

/** @param {Listing} model */
function headHtml({ title, summary, parameters, contextLength, dtype, licence }) {
  const count = parameters ? `${Math.round(parameters / 1e6).toLocaleString('en-US')} M` : 'unknown'
  return `<div><h2>${escapeHtml(title)}</h2><p class="what">${escapeHtml(summary)}</p></div><div class="specs"><span class="n">${count}<span class="mo"> parameters</span></span><span class="n">${contextLength.toLocaleString('en-US')}<span class="mo"> tokens of context</span></span><span class="mono">${dtype}</span><span>${licence === 'not stated' ? 'licence not stated' : escapeHtml(licence)}</span></div>`
}

/** @param {Listing} model @param {number} now */
function stateHtml(model, now) {
  const { icon: glyph, word, detail, share } = stateView(model, now)
  const bar =
    share === undefined
      ? ''
      : `<div class="progress" role="progressbar" aria-valuenow="${Math.floor(100 * share)}" aria-valuemin="0" aria-valuemax="100" aria-label="Downloading ${escapeHtml(model.title)}"><svg><rect width="${percent(share)}" height="100%"/></svg></div>`
  return `${icon(glyph)}<div><b>${escapeHtml(word)}</b>${escapeHtml(detail)}${bar}${warningHtml(model)}</div>`
}

/** @param {Listing} model */
function warningHtml({ lanesIndependent, dtype }) {
  if (lanesIndependent) return ''
  const text = ['q8', 'int8', 'uint8'].includes(dtype)
    ? 'In int8 a lane’s words can depend on its neighbours.'
    : 'Lanes’ independence has not been measured.'
  return `<span class="caveat">${text}</span>`
}

/** A button that works as a form too. @param {string} id @param {string} action @param {string} label @param {string} [inner] */
const formHtml = (id, action, label, inner = '') =>
  `<form method="post" action="/models/${id}/${action}" data-do="${action}">${inner}${label}</form>`

/** @param {Listing} model @param {boolean} isDefault */
function actHtml(model, isDefault) {
  const { id, title, state, isRemovable } = model
  const remove = isRemovable
    ? `<a class="btn plain small icon" href="/models?remove=${id}#model-${id}" data-do="ask" data-focus="bin-${id}" role="button" aria-label="Remove ${escapeHtml(title)}">${icon('trash')}</a>`
    : ''
  const note = isDefault ? '<span class="quiet">default</span>' : ''
  if (state === 'queued' || state === 'downloading') {
    const button = `<button class="btn plain small" data-focus="act-${id}" aria-label="Cancel the download of ${escapeHtml(title)}">Cancel</button>`
    return note + formHtml(id, 'cancel', button)
  }
  if (state === 'loading') return note
  if (['loaded', 'built-in', 'downloaded'].includes(state) || (model.diskBytes > 0 && state === 'failed')) {
    const label = state === 'failed' ? 'Try again' : 'Use'
    return `${note}<a class="btn small" href="/?model=${id}" data-focus="act-${id}" aria-label="${label}: ${escapeHtml(title)}">${label}</a>${remove}`
  }
  return note + downloadHtml(model) + remove
}

/** @param {Listing} model */
function downloadHtml({ id, title, state, offers, keptBytes, dtype }) {
  const size = offers[0]?.bytes && offers.length === 1 ? ` ${sizeText(offers[0].bytes)}` : ''
  const word = state === 'available' ? (keptBytes > 0 ? 'Resume' : `Download${size}`) : 'Try again'
  const choice =
    offers.length > 1 && keptBytes === 0
      ? `<select class="dtype" name="dtype" data-focus="dtype-${id}" aria-label="Dtype of ${escapeHtml(title)}">${offers.map((offer) => optionHtml(offer, dtype)).join('')}</select>`
      : ''
  const glyph = state === 'available' ? '' : icon('redo')
  return formHtml(
    id,
    'download',
    `<button class="btn small" data-focus="act-${id}" aria-label="${word}: ${escapeHtml(title)}">${glyph}${word}</button>`,
    choice,
  )
}

/** @param {Listing['offers'][number]} offer @param {string} chosen */
const optionHtml = ({ dtype, bytes, isEstimate }, chosen) =>
  `<option value="${dtype}"${dtype === chosen ? ' selected' : ''}>${dtype}${bytes ? `, ${isEstimate ? 'about ' : ''}${sizeText(bytes)}` : ''}</option>`

/** Deleting asks once, in the row. @param {Listing} model */
function askHtml({ id, title, diskBytes, keptBytes, isLinked }) {
  const isOnlyListed = isLinked || diskBytes + keptBytes === 0
  const question = isOnlyListed ? 'Take off the list?' : `Delete ${sizeText(diskBytes + keptBytes)}?`
  const yes = isOnlyListed ? 'Take off' : 'Delete'
  return `<span class="ask">${question}</span>${formHtml(id, 'remove', `<button class="btn small" data-focus="act-${id}" aria-label="${yes}: ${escapeHtml(title)}">${yes}</button>`)}<a class="btn plain small" href="/models#model-${id}" data-do="keep" data-focus="keep-${id}" role="button" aria-label="Keep ${escapeHtml(title)}">Keep</a>`
}

/** What the models take, in one line. @param {{ diskBytes: number, memoryBytes: number, memoryLimit: number, processBytes: number }} usage */
export const usageText = ({ diskBytes, memoryBytes, memoryLimit, processBytes }) =>
  `On disk: ${sizeText(diskBytes)} fetched. In memory: models are counted with ${sizeText(memoryBytes)} of ${Number.isFinite(memoryLimit) ? sizeText(memoryLimit) : 'no limit'}; the whole program takes ${sizeText(processBytes)}.`
